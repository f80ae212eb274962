use axum::response::Response;
use consultations::model::{BookingType, ConsultationId, Listing, Status};
use consultations::store::{self, ListFilter, ListScope};
use ids::UserId;
use input::{Field, Fields, Read, Wrong};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use web::openapi::VideoRefused;
use web::{ApiError, Call, Consultants, PageLimit, PageSkip, Params, ok};

const DEFAULT_LIMIT: PageLimit = PageLimit(10);
/// An admin sees so much before and after now, if nothing else is asked for.
const AROUND_NOW: SignedDuration = SignedDuration::from_hours(31 * 24);
/// And at most so much at once.
const LONGEST: SignedDuration = SignedDuration::from_hours(92 * 24);

/// Which sessions.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSessions {
    /// Only those that stand so.
    #[param(value_type = Option<String>, pattern = "^(SCHEDULED|WAITING|ACTIVE|COMPLETED|CANCELLED|NO_SHOW)$", example = "COMPLETED")]
    status: Option<OfStatus>,
    /// Only those booked so: CLINIC_BASED or DIRECT_DOCTOR.
    #[param(value_type = Option<String>, pattern = "^(CLINIC_BASED|DIRECT_DOCTOR)$")]
    booking_type: Option<BookingType>,
    /// Only those that start on this day (UTC) or at this time, or later.
    #[param(value_type = Option<String>, example = "2027-01-25")]
    start_date: Option<Bound>,
    /// Only those that start on this day (UTC) or at this time, or earlier. For
    /// admins at most 92 days after `start_date`.
    #[param(value_type = Option<String>, example = "2027-02-25")]
    end_date: Option<Bound>,
    /// So many are passed over.
    #[param(value_type = Option<usize>, minimum = 0)]
    skip: PageSkip,
    /// The most to answer with: 1 to 100, default 10.
    #[param(value_type = Option<usize>, minimum = 1)]
    limit: PageLimit,
}

/// A day, or a time.
#[derive(Clone, Copy)]
enum Bound {
    Day(Date),
    At(Timestamp),
}

impl Bound {
    fn first(self) -> Timestamp {
        match self {
            Self::Day(day) => midnight(day),
            Self::At(at) => at,
        }
    }

    fn last(self) -> Timestamp {
        match self {
            Self::Day(day) => {
                let next = day.tomorrow().map_or(Timestamp::MAX, midnight);
                next.saturating_sub(SignedDuration::from_secs(1))
                    .unwrap_or(next)
            }
            Self::At(at) => at,
        }
    }
}

fn midnight(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC)
        .map_or(Timestamp::MAX, |at| at.timestamp())
}

impl Field for Bound {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let day = Date::read(value).map(Self::Day);
        day.or_else(|_| Timestamp::read(value).map(Self::At))
            .map_err(|_| Wrong {
                message: "must be a date like 2026-01-25, or a time like 2026-01-25T14:30:00Z"
                    .to_owned(),
                kind: "value_error.datetime",
            })
    }
}

struct OfStatus(Status);

impl Field for OfStatus {
    fn read(value: &Value) -> Result<Self, Wrong> {
        serde_json::from_value(value.clone())
            .map(Self)
            .map_err(|_| {
                Wrong::value("must be SCHEDULED, WAITING, ACTIVE, COMPLETED, CANCELLED or NO_SHOW")
            })
    }
}

impl Read for ListSessions {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (start_date, end_date) = (
            fields.optional::<Bound>("start_date"),
            fields.optional::<Bound>("end_date"),
        );
        if let (Some(start), Some(end)) = (start_date, end_date)
            && end.last() < start.first()
        {
            let wrong = Wrong::value("must not be before start_date");
            fields.rule::<()>("end_date", Err(wrong));
        }
        Some(Self {
            status: fields.optional("status"),
            booking_type: fields.optional("booking_type"),
            start_date,
            end_date,
            skip: fields.optional("skip").unwrap_or_default(),
            limit: fields.optional("limit").unwrap_or(DEFAULT_LIMIT),
        })
    }
}

/// One page of sessions, newest scheduled start first.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// How many match, over all pages.
    total: usize,
    skip: usize,
    limit: usize,
    sessions: Vec<SessionRow>,
}

/// A session in short.
#[derive(Serialize, ToSchema)]
struct SessionRow {
    #[schema(value_type = String)]
    session_id: ConsultationId,
    #[schema(value_type = String)]
    booking_type: BookingType,
    #[schema(value_type = String)]
    doctor_id: UserId,
    #[schema(value_type = String)]
    patient_id: UserId,
    #[schema(value_type = String)]
    status: Status,
    #[schema(value_type = String, format = DateTime)]
    scheduled_start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Listing> for SessionRow {
    fn from(listing: Listing) -> Self {
        Self {
            session_id: listing.consultation_id,
            booking_type: listing.booking_type,
            doctor_id: listing.doctor_id,
            patient_id: listing.patient_id,
            status: listing.status,
            scheduled_start_time: listing.period.start,
            created_at: listing.created_at,
        }
    }
}

/// The caller's own sessions; for an admin all of a stretch of time.
#[utoipa::path(
    get, path = "/api/video/sessions", tag = "consultations", security(("bearer" = [])),
    params(ListSessions),
    responses((status = 200, body = SessionList), VideoRefused)
)]
pub async fn list_sessions(
    call: Call<Consultants>,
    Params(asked): Params<ListSessions>,
) -> Result<Response, ApiError> {
    let (scope, from, to) = if call.caller.is_admin() {
        let (from, to) = stretch(&asked, call.now)?;
        (ListScope::All, Some(from), Some(to))
    } else {
        let own = ListScope::Own(call.caller.id.clone());
        let (from, to) = (asked.start_date, asked.end_date);
        (own, from.map(Bound::first), to.map(Bound::last))
    };
    let filter = ListFilter {
        status: asked.status.map(|OfStatus(status)| status),
        booking_type: asked.booking_type,
        from,
        to,
    };
    let (skip, limit) = (asked.skip.0, asked.limit.0);
    let listed = store::list(&call.db, &scope, &filter, skip, limit).await?;
    Ok(ok(SessionList {
        total: listed.total,
        skip,
        limit,
        sessions: listed.page.into_iter().map(SessionRow::from).collect(),
    }))
}

/// The stretch of time that an admin asks for, or the one around now. With one
/// end given the other is as far away as it is by default.
fn stretch(asked: &ListSessions, now: Timestamp) -> Result<(Timestamp, Timestamp), ApiError> {
    let after = |at: Timestamp, length| at.saturating_add(length).unwrap_or(Timestamp::MAX);
    let stretch = match (asked.start_date, asked.end_date) {
        (Some(start), Some(end)) => {
            if end.first().duration_since(start.first()) > LONGEST {
                let message = "must be at most 92 days after start_date";
                return Err(ApiError::query("end_date", message));
            }
            (start.first(), end.last())
        }
        (Some(start), None) => (start.first(), after(start.first(), AROUND_NOW * 2)),
        (None, Some(end)) => (after(end.last(), -AROUND_NOW * 2), end.last()),
        (None, None) => (after(now, -AROUND_NOW), after(now, AROUND_NOW)),
    };
    Ok(stretch)
}
