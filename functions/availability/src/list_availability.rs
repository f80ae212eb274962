use axum::extract::OriginalUri;
use axum::response::Response;
use calendar::Slot;
use ids::UserId;
use input::{Fields, Read, Wrong};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use table::Cursor;
use tutoring::store::{self, SlotFilter, SlotPlace};
use utoipa::{IntoParams, ToSchema};
use web::openapi::Refused;
use web::{ApiError, Call, PageLimit, Paged, Params};

/// Over all teachers a list reaches so far by itself, and at most.
const DEFAULT_SPAN: SignedDuration = SignedDuration::from_hours(31 * 24);
const LONGEST_SPAN: SignedDuration = SignedDuration::from_hours(92 * 24);

/// Whose slots, and when.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListAvailability {
    /// Only this teacher's.
    #[param(value_type = Option<web::shape::UserIdText>, inline, example = "teacher_1")]
    teacher_id: Option<UserId>,
    /// Only those that end after this; default now.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Only those that start before this. Without a `teacher_id` it is at most
    /// 92 days after `from`, by default 31.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Timestamp>,
    /// Booked ones too; default true.
    include_booked: Option<bool>,
    /// The most to answer with: 1 to 100, default 50.
    #[param(value_type = Option<usize>, minimum = 1)]
    limit: PageLimit,
    /// Where the last page ended: from its `Link` header.
    #[param(min_length = 1, max_length = 1024)]
    cursor: Option<String>,
}

impl Read for ListAvailability {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let request = Self {
            teacher_id: fields.optional("teacher_id"),
            from: fields.optional("from"),
            to: fields.optional("to"),
            include_booked: fields.optional("include_booked"),
            limit: fields.optional("limit").unwrap_or_default(),
            cursor: fields.optional("cursor"),
        };
        if let (Some(from), Some(to)) = (request.from, request.to) {
            let wrong = match to.duration_since(from) {
                span if span <= SignedDuration::ZERO => Some("must be after from"),
                span if span > LONGEST_SPAN && request.teacher_id.is_none() => {
                    Some("must be at most 92 days after from, or a teacher_id given")
                }
                _ => None,
            };
            if let Some(wrong) = wrong {
                return fields.rule("to", Err(Wrong::value(wrong)));
            }
        }
        Some(request)
    }
}

/// A slot.
#[derive(Serialize, ToSchema)]
pub struct SlotView {
    id: String,
    #[schema(value_type = String)]
    teacher_id: UserId,
    #[schema(value_type = String, format = DateTime)]
    start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    end_time: Timestamp,
    is_booked: bool,
}

impl From<(UserId, Slot)> for SlotView {
    fn from((teacher, slot): (UserId, Slot)) -> Self {
        Self {
            id: slot.id(&teacher).to_string(),
            start_time: slot.period.start,
            end_time: slot.period.end,
            is_booked: slot.is_booked,
            teacher_id: teacher,
        }
    }
}

/// The slots of a teacher, or of all, that are not over; soonest first.
#[utoipa::path(
    get, path = "/availability", tag = "availability", params(ListAvailability), security(("bearer" = [])),
    responses(
        (status = 200, body = Vec<SlotView>, headers(("Link" = String, description = "The next page, `rel=\"next\"`"))),
        Refused
    )
)]
pub async fn list_availability(
    call: Call,
    OriginalUri(uri): OriginalUri,
    Params(wanted): Params<ListAvailability>,
) -> Result<Response, ApiError> {
    // What the client asked, not what now makes of it: a cursor belongs to it.
    let question = (
        "availability",
        &wanted.teacher_id,
        wanted.from,
        wanted.to,
        wanted.include_booked,
    );
    let after: Option<SlotPlace> = wanted
        .cursor
        .map(|cursor| Cursor::read(&question, &cursor))
        .transpose()?;
    let filter = filter(
        &wanted.teacher_id,
        wanted.from,
        wanted.to,
        wanted.include_booked,
        call.now,
    )?;
    let found =
        store::list_slots(&call.db, &filter, after.as_ref(), wanted.limit.0, call.now).await?;
    let next = found.next.map(|place| Cursor::write(&question, &place));
    Ok(Paged {
        items: found.slots.into_iter().map(SlotView::from).collect(),
        next,
    }
    .answer(&uri))
}

fn filter(
    teacher: &Option<UserId>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    include_booked: Option<bool>,
    now: Timestamp,
) -> Result<SlotFilter, ApiError> {
    let from = from.unwrap_or(now);
    let to = match (teacher, to) {
        (None, None) => from.checked_add(DEFAULT_SPAN).ok(),
        (_, to) => to,
    };
    if teacher.is_none() && to.is_some_and(|to| to.duration_since(from) > LONGEST_SPAN) {
        return Err(ApiError::query(
            "to",
            "must be at most 92 days after from, or a teacher_id given",
        ));
    }
    let include_booked = include_booked.unwrap_or(true);
    Ok(SlotFilter {
        teacher: teacher.clone(),
        from,
        to,
        include_booked,
    })
}
