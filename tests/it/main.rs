//! All tests that call the platform over HTTP, in one binary: they share one
//! platform, and linking is paid once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod architecture;
mod capacity;
mod consultation_races;
mod coverage;
mod crashes;
mod events;
mod faults;
mod faults_of_meetings;
mod import;
mod list_cost;
mod logs;
mod process;
mod races;
mod races_of_sessions;
mod sweep_cost;

#[path = "../flows/mod.rs"]
mod flows;
#[path = "../routes/mod.rs"]
mod routes;
