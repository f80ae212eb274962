use ids::UserId;
use jiff::Timestamp;
use serde_json::Value;

use super::read::{self, Fields};
use super::{DEFAULT_DURATION_MINUTES, Kind, Malformed};

/// What an event about an appointment asks of us, whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A consultation is to be made.
    Booked(Booking),
    /// A consultation is to be moved.
    Rescheduled(Booking),
    /// A consultation is to be cancelled.
    Cancelled {
        /// Whose.
        appointment_id: String,
    },
    /// It is not about a consultation.
    Ignored(Ignored),
}

/// Why an event is none of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// The two do not meet over video.
    NotVirtual,
    /// A booking that does not stand, or no longer.
    NotBooked,
}

/// An appointment as far as its consultation needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// 1 to 128 characters, none of them a control character. It comes from
    /// outside and may hold any other, a `#` too.
    pub appointment_id: String,
    /// Its doctor.
    pub doctor_id: UserId,
    /// Its patient, who is somebody else.
    pub patient_id: UserId,
    /// Where it was booked.
    pub clinic_id: Option<i64>,
    /// When it starts, cut to whole seconds.
    pub start_time: Timestamp,
    /// How long it is, in minutes, 15 to 240; none when the event does not
    /// say: one that is moved then stays as long as it was.
    pub duration_minutes: Option<u16>,
}

impl Booking {
    /// How long it is when it is new, in minutes.
    pub fn minutes(&self) -> u16 {
        self.duration_minutes.unwrap_or(DEFAULT_DURATION_MINUTES)
    }
}

impl Incoming {
    /// Reads the `detail` of an event: the appointment of seed 003, bare or
    /// under `data`.
    ///
    /// Ids may be texts or numbers, words are compared without regard to case,
    /// null is the same as left out, and other fields are ignored. Without an
    /// `appointment_type` it is virtual, and without a `status` a booking
    /// stands, for that is what such events are about. Whether the event is
    /// ours is judged first: an appointment in a clinic needs no start time to
    /// be left alone. Only a booking is judged by its status, since a booking
    /// that is moved has many names; and a cancellation needs nothing but the
    /// appointment's id, so that one always takes effect.
    ///
    /// # Errors
    ///
    /// What is wrong with it: the first thing only.
    pub fn read(detail_type: &str, detail: &Value) -> Result<Self, Malformed> {
        let kind: Kind = detail_type.parse()?;
        let fields = appointment(detail)?;
        if kind == Kind::Cancelled {
            return Ok(Self::Cancelled {
                appointment_id: read::appointment_id(fields)?,
            });
        }
        if read::differs(fields, "appointment_type", "VIRTUAL")? {
            return Ok(Self::Ignored(Ignored::NotVirtual));
        }
        if kind == Kind::Booked && read::differs(fields, "status", "BOOKED")? {
            return Ok(Self::Ignored(Ignored::NotBooked));
        }
        let booking = booking(fields)?;
        Ok(match kind {
            Kind::Rescheduled => Self::Rescheduled(booking),
            Kind::Booked | Kind::Cancelled => Self::Booked(booking),
        })
    }
}

/// The appointment in a detail. One that has an id itself is bare, whatever it
/// calls `data`.
fn appointment(detail: &Value) -> Result<Fields<'_>, Malformed> {
    let bare = detail.as_object().ok_or(Malformed::NotAnObject("detail"))?;
    let is_bare = bare.contains_key("appointment_id");
    match bare.get("data") {
        Some(data) if !is_bare && !data.is_null() => {
            data.as_object().ok_or(Malformed::NotAnObject("data"))
        }
        _ => Ok(bare),
    }
}

fn booking(fields: Fields<'_>) -> Result<Booking, Malformed> {
    let appointment_id = read::appointment_id(fields)?;
    let doctor_id = read::user_id(fields, "doctor_id")?;
    let patient_id = read::user_id(fields, "patient_id")?;
    if doctor_id == patient_id {
        return Err(Malformed::SamePerson);
    }
    Ok(Booking {
        appointment_id,
        doctor_id,
        patient_id,
        clinic_id: read::clinic_id(fields)?,
        start_time: read::start_time(fields)?,
        duration_minutes: read::duration_minutes(fields)?,
    })
}
