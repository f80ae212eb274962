use appointments::model::{AppointmentId, AppointmentStatus};
use appointments::rules::Change;
use appointments::store;
use axum::extract::State;
use axum::response::Response;
use input::{Between, Fields, Read};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use utoipa::ToSchema;
use web::openapi::{AppointmentError, PracticeRefused, PracticeRefusedBody};
use web::{ApiError, Call, Consultants, Id, Input, ok};

use crate::app::App;
use crate::get_appointment::sees_notes;
use crate::start::must_be_ahead;
use crate::view::{AppointmentDetails, Shown};

/// A step, another time, or both.
#[derive(ToSchema)]
pub struct ChangeAppointment {
    /// `confirmed` or `completed` by the psychologist, `cancelled` by either.
    #[schema(value_type = Option<String>, pattern = "^(scheduled|confirmed|completed|cancelled)$", example = "confirmed")]
    status: Option<AppointmentStatus>,
    /// Another start: RFC 3339 with an offset, not in the past.
    #[schema(value_type = Option<String>, format = DateTime)]
    appointment_date: Option<Timestamp>,
    /// 15 to 240.
    #[schema(value_type = Option<u8>, minimum = 15, maximum = 240)]
    duration_minutes: Option<Between<15, 240>>,
}

impl Read for ChangeAppointment {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let appointment_date = fields.optional("appointment_date");
        must_be_ahead(fields, appointment_date);
        Some(Self {
            status: fields.optional("status"),
            appointment_date,
            duration_minutes: fields.optional("duration_minutes"),
        })
    }
}

/// Confirms, completes, cancels or moves an appointment.
#[utoipa::path(
    patch, path = "/api/appointments/{id}", tag = "appointments", request_body = ChangeAppointment, security(("bearer" = [])),
    params(("id" = u64, Path, description = "The appointment's number")),
    responses(
        (status = 200, body = AppointmentDetails),
        (status = 404, body = AppointmentError),
        (status = 409, body = AppointmentError, description = "The step does not lead on, or one of the two is not free."),
        PracticeRefused, PracticeRefusedBody
    )
)]
pub async fn change_appointment(
    State(app): State<App>,
    call: Call<Consultants>,
    Id(id): Id<AppointmentId>,
    Input(request): Input<ChangeAppointment>,
) -> Result<Response, ApiError> {
    let change = Change {
        status: request.status,
        start: request.appointment_date,
        minutes: request.duration_minutes.map(Between::get),
    };
    let actor = call.caller.actor();
    let changed = store::change(&call.db, id, &change, &actor, &call.ids(), call.now).await?;
    let shown = Shown {
        zone: &TimeZone::UTC,
        now: call.now,
        meeting_base_url: app.meeting_base_url(),
    };
    let with_notes = sees_notes(&changed, &call.caller);
    Ok(ok(shown.details(changed, with_notes)))
}
