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
mod coverage;
mod faults;
mod process;
mod races;

#[path = "../flows/mod.rs"]
mod flows;
#[path = "../routes/mod.rs"]
mod routes;
