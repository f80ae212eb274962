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
mod bodies;
mod call;
mod controls;
mod issuer;
mod jwt;
mod logs;
mod people;
mod process;
mod time;

pub use answer::Answer;
pub use app::App;
pub use bodies::{with, without};
pub use call::{Call, Caller};
pub use issuer::{Issuer, SigningKey};
pub use jwt::{claims, forge, hs256, unsigned};
pub use logs::LogLine;
pub use people::{Booked, Met, Offered, Opened, Person, unique_id};
pub use process::Process;
pub use time::{from_now, real_now, tomorrow, tomorrow_at};
