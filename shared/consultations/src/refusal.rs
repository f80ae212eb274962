use std::fmt;

use outcome::Kind;

/// What the rules of consultations say no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each one's sentence stands in the table below")]
pub enum Refusal {
    NotFound,
    NotAuthorized,
    NotYourself,
    OnlyTheDoctor,
    NotYourAvailability,
    DoctorNotFound,
    AppointmentNotFound,
    AppointmentNotBooked,
    AppointmentDiffers,
    AppointmentOver,
    OutsideAvailability,
    DoctorBusy,
    PatientBusy,
    NotOpenYet,
    Over,
    CannotJoin(&'static str),
    NotJoined,
    NotInProgress,
    EndedOtherwise,
    CannotCancel(&'static str),
}

impl Refusal {
    fn row(self) -> (Kind, &'static str) {
        use Kind::{Conflict, Forbidden, NotFound};
        match self {
            Self::NotFound => (NotFound, "Video consultation session not found"),
            Self::NotAuthorized => (Forbidden, "You are not authorized to access this session"),
            Self::NotYourself => (
                Forbidden,
                "You are only authorized to create sessions for yourself",
            ),
            Self::OnlyTheDoctor => (
                Forbidden,
                "Only the doctor of this session is authorized to do this",
            ),
            Self::NotYourAvailability => (
                Forbidden,
                "You are not authorized to change this doctor's availability",
            ),
            Self::DoctorNotFound => (NotFound, "Doctor not found"),
            Self::AppointmentNotFound => (NotFound, "Appointment not found"),
            Self::AppointmentNotBooked => (Conflict, "The appointment is not booked"),
            Self::AppointmentDiffers => (
                Conflict,
                "The appointment has another doctor, patient or start",
            ),
            Self::AppointmentOver => (Conflict, "The session of this appointment is over"),
            Self::OutsideAvailability => (Conflict, "The doctor is not available then"),
            Self::DoctorBusy => (Conflict, "The doctor is not free at this time"),
            Self::PatientBusy => (Conflict, "The patient is not free at this time"),
            Self::NotOpenYet => (Conflict, "Session has not opened yet"),
            Self::Over => (Conflict, "Session is over, cannot join"),
            Self::CannotJoin(why) | Self::CannotCancel(why) => (Conflict, why),
            Self::NotJoined => (Conflict, "You have not joined this session"),
            Self::NotInProgress => (Conflict, "Session is not in progress, cannot end"),
            Self::EndedOtherwise => (Conflict, "Session has already ended"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().1)
    }
}

impl std::error::Error for Refusal {}

impl outcome::Refusal for Refusal {
    fn kind(&self) -> Kind {
        self.row().0
    }
}
