use calendar::Period;
use events::Outgoing;
use ids::{Ids, UserId, thing_id};
use jiff::{SignedDuration, Timestamp};
use outcome::Trouble;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::model::{Booking, BookingId, BookingStatus, SessionId};

thing_id!(
    /// The id of an event.
    EventId,
    "evt"
);

/// What others may want to know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Happened {
    BookingCreated,
    BookingConfirmed,
    BookingRescheduled,
    BookingCancelled,
    SessionCompleted,
    SessionRated { stars: u8 },
}

impl Happened {
    fn detail_type(self) -> &'static str {
        match self {
            Self::BookingCreated => "tutoring.booking.created",
            Self::BookingConfirmed => "tutoring.booking.confirmed",
            Self::BookingRescheduled => "tutoring.booking.rescheduled",
            Self::BookingCancelled => "tutoring.booking.cancelled",
            Self::SessionCompleted => "tutoring.session.completed",
            Self::SessionRated { .. } => "tutoring.session.rated",
        }
    }
}

const SOURCE: &str = "sessions.tutoring";

/// The bus takes an event within seconds; for so long it can be looked up.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An event, stored in the transaction of what it tells of and published from
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingEvent {
    /// The booking that it tells of.
    pub booking_id: BookingId,
    /// What is published.
    pub outbox: Outgoing,
}

/// The `detail` of an event.
#[derive(Serialize)]
struct Detail<'a> {
    event_type: &'a str,
    timestamp: Timestamp,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    event_id: EventId,
    booking_id: BookingId,
    session_id: SessionId,
    student_id: &'a UserId,
    teacher_id: &'a UserId,
    start_time: Timestamp,
    end_time: Timestamp,
    status: BookingStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
}

impl BookingEvent {
    /// The event that something has happened to a booking or its session.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn new(
        happened: Happened,
        booking: &Booking,
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Self, Trouble> {
        let event_id: EventId = ids.next();
        let Period { start, end } = booking.period;
        let rating = match happened {
            Happened::SessionRated { stars } => Some(stars),
            _ => None,
        };
        let data = Data {
            event_id,
            booking_id: booking.booking_id,
            session_id: booking.booking_id.session(),
            student_id: &booking.student_id,
            teacher_id: &booking.teacher_id,
            start_time: start,
            end_time: end,
            status: booking.status,
            rating,
        };
        let event_type = happened.detail_type();
        let detail = Detail {
            event_type,
            timestamp: now,
            data,
        };
        let outbox = Outgoing::new(event_id.to_string(), SOURCE, event_type, now, &detail)
            .map_err(|error| Trouble::Internal(error.into()))?;
        Ok(Self {
            booking_id: booking.booking_id,
            outbox,
        })
    }
}

impl Entity for BookingEvent {
    fn keys(&self) -> Keys {
        let sk = format!("EVENT#{}", self.outbox.event_id);
        let expires = self.outbox.time.saturating_add(KEPT);
        Keys {
            expires_at: expires.ok().map(Timestamp::as_second),
            ..Key::new(self.booking_id.partition(), sk).into()
        }
    }
}
