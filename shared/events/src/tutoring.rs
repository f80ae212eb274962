//! The events of tutoring: what happens to a booking and to its session.
//! Seed 001.

use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use serde::{Deserialize, Serialize};

use crate::{Detail, Outgoing, whole_seconds};

/// The bus's `source` of all of them.
pub const SOURCE: &str = "sessions.tutoring";

/// What has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum EventType {
    BookingCreated,
    BookingConfirmed,
    BookingRescheduled,
    BookingCancelled,
    SessionCompleted,
    SessionRated,
}

impl EventType {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::BookingCreated,
        Self::BookingConfirmed,
        Self::BookingRescheduled,
        Self::BookingCancelled,
        Self::SessionCompleted,
        Self::SessionRated,
    ];

    /// The bus's `detail-type`.
    pub const fn detail_type(self) -> &'static str {
        match self {
            Self::BookingCreated => "tutoring.booking.created",
            Self::BookingConfirmed => "tutoring.booking.confirmed",
            Self::BookingRescheduled => "tutoring.booking.rescheduled",
            Self::BookingCancelled => "tutoring.booking.cancelled",
            Self::SessionCompleted => "tutoring.session.completed",
            Self::SessionRated => "tutoring.session.rated",
        }
    }
}

/// Where a booking stands after the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "words of seed 001")]
pub enum BookingStatus {
    Pending,
    Confirmed,
    Completed,
    Cancelled,
}

/// The `data` of all of them: the booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// The event's own id, the same however often it is published.
    pub event_id: String,
    /// The booking.
    pub booking_id: String,
    /// Its session, whether opened yet or not.
    pub session_id: String,
    /// Who booked.
    pub student_id: UserId,
    /// With whom.
    pub teacher_id: UserId,
    /// When it starts.
    #[serde(with = "whole_seconds")]
    pub start_time: Timestamp,
    /// When it ends.
    #[serde(with = "whole_seconds")]
    pub end_time: Timestamp,
    /// Where it stands.
    pub status: BookingStatus,
    /// 1 to 5 stars; only when the session was rated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
}

impl Booking {
    /// The event, to be stored in the transaction of what it tells of.
    ///
    /// # Errors
    ///
    /// A detail that cannot be written: a fault of ours.
    pub fn outgoing(self, what: EventType, at: Timestamp) -> Result<Outgoing, Trouble> {
        let event_id = self.event_id.clone();
        let detail = Detail {
            event_type: what.detail_type().to_owned(),
            timestamp: at,
            data: self,
        };
        detail.outgoing(event_id, SOURCE)
    }
}
