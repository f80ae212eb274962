//! What the tests share: a platform, callers, people, and assertions on
//! answers.
//!
//! A test reads like the traffic it makes:
//!
//! ```ignore
//! let app = App::shared().await;
//! let student = app.student().await;
//! student.post("/bookings", json!({…})).await.assert_error(400, "teacher_id");
//! ```

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod answer;
mod app;
mod appointments;
mod bodies;
mod call;
mod clinic;
mod consultations;
mod controls;
mod issuer;
mod jwt;
mod links;
mod live;
mod logs;
mod people;
mod process;
mod time;

pub use answer::Answer;
pub use app::App;
pub use appointments::{
    APPOINTMENTS, APPOINTMENTS_SOURCE, LISTED, SCHEDULE, Visit, completion, formatted,
    twilio_token, visit, without_timers,
};
pub use bodies::{with, without};
pub use call::{Call, Caller};
pub use clinic::Appointment;
pub use consultations::{
    Consultation, NOT_FOUND, NOT_YOURS, SOURCE, TOO_EARLY, direct, on_the_day,
};
pub use controls::until;
pub use issuer::{Issuer, SigningKey};
pub use jwt::{claims, forge, hs256, unsigned};
pub use links::{LINKS, meet_link};
pub use live::{
    LIVE_SESSIONS, LIVE_SOURCE, LiveSession, NO_LIVE_SESSION, NO_SCHEDULED_SESSION, NO_STATUS,
    NOT_RECORDED, RECORDING_ALREADY, SCHEDULED_SESSIONS, Scheduled, daily_claims, is_uuid,
    live_body, live_second, live_time,
};
pub use logs::LogLine;
pub use people::{Booked, Met, Offered, Opened, Person, unique_id};
pub use process::Process;
pub use time::{from_now, real_now, second_of, tomorrow, tomorrow_at};
