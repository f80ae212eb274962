use calendar::Period;
use events::tutoring::{self, EventType};
use events::{EventId, OutboxItem};
use ids::Ids;
use jiff::Timestamp;
use outcome::Trouble;

use crate::model::{Booking, BookingStatus};

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
    fn event_type(self) -> EventType {
        match self {
            Self::BookingCreated => EventType::BookingCreated,
            Self::BookingConfirmed => EventType::BookingConfirmed,
            Self::BookingRescheduled => EventType::BookingRescheduled,
            Self::BookingCancelled => EventType::BookingCancelled,
            Self::SessionCompleted => EventType::SessionCompleted,
            Self::SessionRated { .. } => EventType::SessionRated,
        }
    }

    fn rating(self) -> Option<u8> {
        match self {
            Self::SessionRated { stars } => Some(stars),
            _ => None,
        }
    }
}

/// The event that something has happened to a booking or its session.
///
/// # Errors
///
/// A detail that cannot be written: a fault of ours.
pub fn booking_event(
    happened: Happened,
    booking: &Booking,
    ids: &Ids,
    now: Timestamp,
) -> Result<OutboxItem, Trouble> {
    let event_id: EventId = ids.next();
    let Period { start, end } = booking.period;
    let told = tutoring::Booking {
        event_id: event_id.to_string(),
        booking_id: booking.booking_id.to_string(),
        session_id: booking.booking_id.session().to_string(),
        student_id: booking.student_id.clone(),
        teacher_id: booking.teacher_id.clone(),
        start_time: start,
        end_time: end,
        status: told_status(booking.status),
        rating: happened.rating(),
    };
    let outgoing = told.outgoing(happened.event_type(), now)?;
    Ok(OutboxItem::new(booking.booking_id.partition(), outgoing))
}

/// The bus's own word, so that a change of ours cannot change it unseen.
fn told_status(status: BookingStatus) -> tutoring::BookingStatus {
    match status {
        BookingStatus::Pending => tutoring::BookingStatus::Pending,
        BookingStatus::Confirmed => tutoring::BookingStatus::Confirmed,
        BookingStatus::Completed => tutoring::BookingStatus::Completed,
        BookingStatus::Cancelled => tutoring::BookingStatus::Cancelled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(happened: Happened, status: BookingStatus) -> String {
        let now = Timestamp::from_second(1_795_255_200).unwrap();
        let booking = Booking {
            booking_id: "bkg_01890a5d5b6c7d8e9f00112233445566".parse().unwrap(),
            student_id: "student-1".parse().unwrap(),
            teacher_id: "teacher-1".parse().unwrap(),
            period: Period {
                start: Timestamp::from_second(3_787_034_400).unwrap(),
                end: Timestamp::from_second(3_787_038_000).unwrap(),
            },
            status,
            created_at: now,
            version: 1,
        };
        let event = booking_event(happened, &booking, &Ids::at(now), now).unwrap();
        let outgoing = event.outgoing();
        assert_eq!(outgoing.source, "sessions.tutoring");
        outgoing.detail.replace(&outgoing.event_id, "evt_1")
    }

    #[test]
    fn it_is_published_byte_for_byte_so() {
        let data = r#"{"event_id":"evt_1","booking_id":"bkg_01890a5d5b6c7d8e9f00112233445566","session_id":"ses_01890a5d5b6c7d8e9f00112233445566","student_id":"student-1","teacher_id":"teacher-1","start_time":"2090-01-02T10:00:00Z","end_time":"2090-01-02T11:00:00Z","status":"#;
        let text = |event_type: &str, rest: &str| {
            let head = format!(r#"{{"event_type":"tutoring.{event_type}""#);
            format!(r#"{head},"timestamp":"2026-11-21T10:00:00Z","data":{data}{rest}}}}}"#)
        };
        let created = detail(Happened::BookingCreated, BookingStatus::Pending);
        assert_eq!(created, text("booking.created", r#""pending""#));
        let rated = detail(
            Happened::SessionRated { stars: 5 },
            BookingStatus::Completed,
        );
        assert_eq!(rated, text("session.rated", r#""completed","rating":5"#));
    }
}
