//! Mixed traffic on the real binary, and a look at everything afterwards.
//!
//! `cargo test -p tests --test load -- 300` lets sixteen users work at once for
//! 300 seconds (10 without a number). It fails when an answer is a 5xx or not
//! what its user may expect; when anything that was promised is not there
//! afterwards: a thing as it was last shown, one booking for one time, calendars
//! that hold what is open and nothing else, each event once on the bus, nothing
//! among the dead letters; or when memory grows with what has been done.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and this one tells figures"
)]

mod ledger;
mod memory;
mod report;
mod traffic;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tests::{App, Process, unique_id};
use tokio::task::JoinSet;

use crate::ledger::Ledger;
use crate::memory::Memory;

const PLATFORM: &str = env!("CARGO_BIN_EXE_platform");

/// Users at work at once.
const USERS: usize = 16;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let length = Duration::from_secs(seconds.unwrap_or(10));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(unique_id("load"));
    fs::create_dir_all(&folder).expect("a folder");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;

    let ledger = Arc::new(Ledger::default());
    let memory = Memory::of(process.id());
    let end = Instant::now() + length;
    let mut users = JoinSet::new();
    for number in 0..USERS {
        users.spawn(work(app.clone(), ledger.clone(), number, end));
    }
    let watch = tokio::spawn(memory.watch(end));
    while let Some(user) = users.join_next().await {
        user.expect("a user's work");
    }
    let memory = watch.await.expect("readings of memory");

    ledger.check(&app).await;
    let lines = process.output();
    report::print(&lines, &ledger, &memory, length);
    let is_clean =
        report::server_errors(&lines) == 0 && ledger.complaints().is_empty() && memory.is_steady();
    drop(process);
    fs::remove_dir_all(folder).expect("a folder to remove");
    assert!(is_clean, "the load was not borne");
}

/// One user's errands, one after the other, each in its turn.
async fn work(app: App, ledger: Arc<Ledger>, number: usize, end: Instant) {
    let mut turn = number;
    while Instant::now() < end {
        let (name, errand) = traffic::errand(turn, app.clone(), ledger.clone());
        // An assertion that fails is a complaint, and the user goes on.
        if let Err(broken) = tokio::spawn(errand).await {
            let text = match broken.try_into_panic() {
                Ok(panic) => match panic.downcast::<String>() {
                    Ok(text) => *text,
                    Err(_) => "a panic".to_owned(),
                },
                Err(_) => "an end before the end".to_owned(),
            };
            ledger.complain(format!("{name}: {text}"));
        }
        ledger.count(name);
        turn += 1;
    }
}
