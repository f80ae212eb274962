use std::str::FromStr;

use super::Malformed;

/// What happened to an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Booked,
    Rescheduled,
    Cancelled,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Booked, Self::Rescheduled, Self::Cancelled];

    /// The bus's `detail-type`.
    pub const fn detail_type(self) -> &'static str {
        match self {
            Self::Booked => "appointment.booked",
            Self::Rescheduled => "appointment.rescheduled",
            Self::Cancelled => "appointment.cancelled",
        }
    }
}

impl FromStr for Kind {
    type Err = Malformed;

    fn from_str(detail_type: &str) -> Result<Self, Malformed> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.detail_type() == detail_type)
            .ok_or(Malformed::DetailType)
    }
}
