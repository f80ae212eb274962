//! All tests that call the platform over HTTP, in one binary: they share one
//! platform, and linking is paid once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod access;
mod architecture;
mod capacity;
mod consultation_races;
mod costs;
mod coverage;
mod crashes;
mod events;
mod fault_matrix;
mod faults;
mod faults_of_meetings;
mod gateway;
mod hostile;
mod import;
mod list_cost;
mod logs;
mod permissions;
mod process;
mod races;
mod races_of_sessions;
mod security;
mod sweep_cost;
mod watch;

#[path = "../flows/mod.rs"]
mod flows;
#[path = "../routes/mod.rs"]
mod routes;
