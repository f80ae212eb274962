use std::fmt;

use outcome::Kind;

/// What the rules of appointments say no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each one's sentence stands in the table below")]
pub enum Refusal {
    NotFound,
    NotAllowed,
    NotYourself,
    OnlyThePsychologist,
    PsychologistBusy,
    PatientBusy,
    NotConfirmable,
    NotCompletable,
    NotScheduledAgain,
    NotOpen,
    NotTelehealth,
    Ended,
}

impl Refusal {
    fn row(self) -> (Kind, &'static str) {
        use Kind::{Conflict, Forbidden, NotFound};
        match self {
            Self::NotFound => (NotFound, "Appointment not found."),
            Self::NotAllowed => (
                Forbidden,
                "You do not have permission to access this appointment.",
            ),
            Self::NotYourself => (Forbidden, "You may make appointments only for yourself."),
            Self::OnlyThePsychologist => (Forbidden, "Only the psychologist may do this."),
            Self::PsychologistBusy => (Conflict, "The psychologist is not free at this time."),
            Self::PatientBusy => (Conflict, "The patient is not free at this time."),
            Self::NotConfirmable => (Conflict, "Only a scheduled appointment can be confirmed."),
            Self::NotCompletable => (Conflict, "Only a confirmed appointment can be completed."),
            Self::NotScheduledAgain => (Conflict, "An appointment is not set to scheduled again."),
            Self::NotOpen => (Conflict, "The appointment is completed or cancelled."),
            Self::NotTelehealth => (Conflict, "This appointment has no video session."),
            Self::Ended => (Conflict, "The video session of this appointment is over."),
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
