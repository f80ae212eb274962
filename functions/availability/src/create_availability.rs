use axum::response::Response;
use calendar::{Period, Slot};
use http::StatusCode;
use ids::UserId;
use input::{Fields, Read, Wrong};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use outcome::Trouble;
use serde::Serialize;
use tutoring::rules::Rule;
use tutoring::store::Offer;
use tutoring::{Refusal, rules, store};
use utoipa::ToSchema;
use web::openapi::{Refused, RefusedBody, RefusedKey, TutoringError};
use web::{ApiError, Call, Once, Teachers, created, refuse};

/// The slot, or the first one of a series.
#[derive(ToSchema)]
pub struct CreateAvailability {
    #[schema(value_type = web::shape::UserId, example = "teacher_1")]
    teacher_id: UserId,
    /// RFC 3339 with an offset, in the future.
    #[schema(value_type = String, format = DateTime, example = "2027-01-25T09:00:00Z")]
    start_time: Timestamp,
    /// 5 minutes to 12 hours after the start.
    #[schema(value_type = String, format = DateTime, example = "2027-01-25T12:00:00Z")]
    end_time: Timestamp,
    /// An RFC 5545 RRULE with 1 to 52 occurrences, in the time zone of the
    /// teacher's profile.
    #[schema(example = "FREQ=WEEKLY;COUNT=10")]
    recurrence: Option<String>,
}

impl Read for CreateAvailability {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (start_time, end_time) = (fields.required("start_time"), fields.required("end_time"));
        let (teacher_id, recurrence) = (
            fields.required("teacher_id"),
            fields.optional::<String>("recurrence"),
        );
        if recurrence
            .as_ref()
            .is_some_and(|rule| rule.len() > LONGEST_RULE)
        {
            return fields.rule(
                "recurrence",
                Err(Wrong::value("must have at most 500 characters")),
            );
        }
        Some(Self {
            teacher_id: teacher_id?,
            start_time: start_time?,
            end_time: end_time?,
            recurrence,
        })
    }
}

const LONGEST_RULE: usize = 500;
const MESSAGE: &str = "Availability slot created successfully";

/// The slot is there, or the slots of the series are.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum AvailabilityCreated {
    /// Without a recurrence.
    One {
        /// The slot's id.
        id: String,
        /// That it went well.
        message: &'static str,
    },
    /// With one.
    Series {
        /// The slots' ids, soonest first.
        ids: Vec<String>,
        /// That it went well.
        message: &'static str,
    },
}

/// Offers a slot, or a series of them: all or none.
#[utoipa::path(
    post, path = "/availability", tag = "availability", request_body = CreateAvailability, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses(
        (status = 201, body = AvailabilityCreated),
        Refused, RefusedBody, RefusedKey,
        (status = 409, body = TutoringError, description = "A slot overlaps another one of this teacher; or the first request with this `Idempotency-Key` is still running.")
    )
)]
pub async fn create_availability(
    call: Call<Teachers>,
    Once(key, request): Once<CreateAvailability>,
) -> Result<Response, ApiError> {
    let first =
        rules::slot_period(request.start_time, request.end_time, call.now).map_err(refuse)?;
    let rule = request.recurrence.as_deref().map(rules::recurrence);
    let rule = rule.transpose().map_err(refuse)?;
    if !call.caller.actor().may_act_for(&request.teacher_id) {
        return Err(refuse(Refusal::NotYourself));
    }
    let periods = match &rule {
        None => vec![first],
        Some(rule) => series(&call, &request.teacher_id, rule, first).await?,
    };
    let slots: Vec<Slot> = periods
        .into_iter()
        .map(|period| Slot::free(period, &call.ids()))
        .collect();
    let mut ids: Vec<String> = slots
        .iter()
        .map(|slot| slot.id(&request.teacher_id).to_string())
        .collect();
    let answer = match rule {
        None => AvailabilityCreated::One {
            id: ids.remove(0),
            message: MESSAGE,
        },
        Some(_) => AvailabilityCreated::Series {
            ids,
            message: MESSAGE,
        },
    };
    let claim = call.claim(key).await?;
    let completion = claim.completes(StatusCode::CREATED, &answer)?;
    let offer = Offer {
        teacher: request.teacher_id,
        slots,
    };
    store::offer(&call.db, &offer, &call.ids(), completion).await?;
    Ok(created(answer))
}

/// The series, by the clock on the teacher's wall.
async fn series(
    call: &Call<Teachers>,
    teacher: &UserId,
    rule: &Rule,
    first: Period,
) -> Result<Vec<Period>, ApiError> {
    let profile = store::load_profile(&call.db, teacher).await?;
    let zone = match profile.and_then(|profile| profile.time_zone) {
        Some(name) => TimeZone::get(&name).map_err(|error| Trouble::Internal(error.into()))?,
        None => TimeZone::UTC,
    };
    rules::occurrences(rule, first, &zone).map_err(refuse)
}
