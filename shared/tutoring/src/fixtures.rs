//! What the tests of this crate share: people, times, a booking.

use calendar::Period;
use ids::{Actor, Ids, ThingId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::model::{
    Booking, BookingId, BookingStatus, Profile, ProfileRole, Session, SessionStatus,
};

pub const NOW: &str = "2027-01-25T08:00:00Z";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn now() -> Timestamp {
    at(NOW)
}

pub fn ids() -> Ids {
    Ids::at(now())
}

pub fn period(start: &str, end: &str) -> Period {
    Period::new(at(start), at(end)).unwrap()
}

pub fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

pub fn actor(id: &str) -> Actor {
    Actor {
        id: user(id),
        is_admin: id == "admin",
    }
}

pub fn booking_id() -> BookingId {
    BookingId::from_uuid(Uuid::from_u128(0x0194_9d2c_0000_7000_8000_0000_0000_0001))
}

/// From 10:00 to 11:00, two hours from now.
pub fn booking(status: BookingStatus) -> Booking {
    Booking {
        booking_id: booking_id(),
        student_id: user("student"),
        teacher_id: user("teacher"),
        period: period("2027-01-25T10:00:00Z", "2027-01-25T11:00:00Z"),
        status,
        created_at: now(),
        version: 1,
    }
}

pub fn session(status: SessionStatus) -> Session {
    Session {
        status,
        version: 1,
        ..Session::new(booking_id(), now())
    }
}

pub fn profile(id: &str, role: ProfileRole) -> Profile {
    Profile {
        user_id: user(id),
        role,
        name: "Ada Lovelace".to_owned(),
        email: Some("ada@example.com".to_owned()),
        bio: Some("Counts.".to_owned()),
        topics: vec!["Mathematics".to_owned()],
        photo_url: Some("https://example.com/ada.png".to_owned()),
        time_zone: Some("Europe/London".to_owned()),
        rating_sum: 0,
        rating_count: 0,
        has_bookings: false,
        created_at: now(),
        updated_at: now(),
        version: 1,
    }
}
