use appointments::model::{Appointment, AppointmentId};
use appointments::{Refusal, rules, store};
use axum::extract::State;
use axum::response::Response;
use input::{Fields, Read, TimeZone};
use utoipa::IntoParams;
use web::openapi::{AppointmentError, PracticeRefused};
use web::{ApiError, Call, Consultants, Id, Identity, Params, ok, refuse};

use crate::app::App;
use crate::view::{AppointmentDetails, Shown};

/// How it is shown.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GetAppointment {
    /// The IANA time zone of the formatted date and time, default UTC.
    #[param(value_type = Option<String>, example = "Europe/Berlin", format = "iana-time-zone")]
    timezone: TimeZone,
}

impl Read for GetAppointment {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            timezone: fields.optional("timezone").unwrap_or_default(),
        })
    }
}

/// An appointment; once its consultation is completed, with what that came to.
#[utoipa::path(
    get, path = "/api/appointments/{id}", tag = "appointments", security(("bearer" = [])),
    params(("id" = u64, Path, description = "The appointment's number"), GetAppointment),
    responses(
        (status = 200, body = AppointmentDetails),
        (status = 404, body = AppointmentError),
        PracticeRefused
    )
)]
pub async fn get_appointment(
    State(app): State<App>,
    call: Call<Consultants>,
    Id(id): Id<AppointmentId>,
    Params(asked): Params<GetAppointment>,
) -> Result<Response, ApiError> {
    let found = store::load(&call.db, id).await?;
    let appointment = found.ok_or_else(|| refuse(Refusal::NotFound))?;
    rules::may_see(&appointment, &call.caller.actor()).map_err(refuse)?;
    let shown = Shown {
        zone: asked.timezone.zone(),
        now: call.now,
        meeting_base_url: app.meeting_base_url(),
    };
    let with_notes = sees_notes(&appointment, &call.caller);
    Ok(ok(shown.details(appointment, with_notes)))
}

/// Notes are for the psychologist and admins alone.
pub(crate) fn sees_notes(appointment: &Appointment, viewer: &Identity) -> bool {
    viewer.actor().may_act_for(&appointment.psychologist_id)
}
