use axum::extract::OriginalUri;
use axum::response::Response;
use ids::UserId;
use input::{Field, Fields, Read, Wrong};
use jiff::Timestamp;
use serde_json::Value;
use table::Cursor;
use tutoring::Refusal;
use tutoring::model::BookingStatus;
use tutoring::store::{self, BookingFilter};
use utoipa::IntoParams;
use web::openapi::Refused;
use web::{ApiError, Call, Identity, PageLimit, Paged, Params, Role, Tutors, refuse};

use crate::view::BookingView;

/// Whose bookings, and which.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListBookings {
    /// A student's; this or `teacher_id` is required.
    #[param(value_type = Option<web::shape::UserIdText>, inline, example = "student_1")]
    student_id: Option<UserId>,
    /// A teacher's.
    #[param(value_type = Option<web::shape::UserIdText>, inline)]
    teacher_id: Option<UserId>,
    /// Only those that stand so.
    #[param(value_type = Option<String>, pattern = "^(pending|confirmed|completed|cancelled)$")]
    status: Option<BookingStatus>,
    /// Only those that start at or after this.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Only those that start before this.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Timestamp>,
    /// The most to answer with: 1 to 100, default 50.
    #[param(value_type = Option<usize>, minimum = 1)]
    limit: PageLimit,
    /// Where the last page ended: from its `Link` header.
    #[param(min_length = 1, max_length = 1024)]
    cursor: Option<String>,
}

struct GivenStatus(BookingStatus);

impl Field for GivenStatus {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match value.as_str() {
            Some("pending") => Ok(Self(BookingStatus::Pending)),
            Some("confirmed") => Ok(Self(BookingStatus::Confirmed)),
            Some("completed") => Ok(Self(BookingStatus::Completed)),
            Some("cancelled") => Ok(Self(BookingStatus::Cancelled)),
            _ => Err(Wrong::value(
                "must be pending, confirmed, completed or cancelled",
            )),
        }
    }
}

impl Read for ListBookings {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let request = Self {
            student_id: fields.optional("student_id"),
            teacher_id: fields.optional("teacher_id"),
            status: fields.optional("status").map(|GivenStatus(status)| status),
            from: fields.optional("from"),
            to: fields.optional("to"),
            limit: fields.optional("limit").unwrap_or_default(),
            cursor: fields.optional("cursor"),
        };
        if !fields.has("student_id") && !fields.has("teacher_id") {
            let wrong = Wrong::value("or teacher_id is required");
            return fields.rule("student_id", Err(wrong));
        }
        Some(request)
    }
}

/// The bookings of a student or teacher, newest start first.
#[utoipa::path(
    get, path = "/bookings", tag = "bookings", params(ListBookings), security(("bearer" = [])),
    responses(
        (status = 200, body = Vec<BookingView>, headers(("Link" = String, description = "The next page, `rel=\"next\"`"))),
        Refused
    )
)]
pub async fn list_bookings(
    call: Call<Tutors>,
    OriginalUri(uri): OriginalUri,
    Params(wanted): Params<ListBookings>,
) -> Result<Response, ApiError> {
    let (student, teacher) = whose(&call.caller, wanted.student_id, wanted.teacher_id)?;
    let filter = BookingFilter {
        student,
        teacher,
        status: wanted.status,
        from: wanted.from,
        to: wanted.to,
    };
    let question = ("bookings", &filter);
    let after: Option<String> = wanted
        .cursor
        .map(|cursor| Cursor::read(&question, &cursor))
        .transpose()?;
    let found = store::list_bookings(&call.db, &filter, after.as_deref(), wanted.limit.0).await?;
    let next = found.next.map(|place| Cursor::write(&question, &place));
    Ok(Paged {
        items: found.bookings.into_iter().map(BookingView::from).collect(),
        next,
    }
    .answer(&uri))
}

/// Whose bookings the caller sees: the own ones. A student who names a teacher
/// sees those of the two, and the other way round.
fn whose(
    caller: &Identity,
    student: Option<UserId>,
    teacher: Option<UserId>,
) -> Result<(Option<UserId>, Option<UserId>), ApiError> {
    let me = || Some(caller.id.clone());
    match (student, teacher) {
        (student, teacher) if caller.is_admin() || student == me() || teacher == me() => {
            Ok((student, teacher))
        }
        (None, teacher) if caller.is(Role::Student) => Ok((me(), teacher)),
        (student, None) if caller.is(Role::Teacher) => Ok((student, me())),
        _ => Err(refuse(Refusal::NotYourself)),
    }
}
