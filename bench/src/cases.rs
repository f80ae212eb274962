//! What is measured: a function and the event it is given.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::Result;

/// The day that events book; each booking takes another one.
pub const FIRST_DAY: Date = date(2090, 1, 2);

/// The references: their binaries are the bench's own.
pub const BARE: &str = "bare";
pub const ONE_GET: &str = "one-get";

/// How many days have been booked, from the first one on.
static DAYS: AtomicI64 = AtomicI64::new(0);

/// The next days that events book.
pub fn days(how_many: u32) -> Range<i64> {
    let first = DAYS.load(Ordering::Relaxed);
    first..first + i64::from(how_many)
}

/// One line of the table.
pub struct Case {
    pub name: String,
    pub binary: String,
    pub package: String,
    /// Requests of one user in a minute; 0 = not counted.
    pub rate_limit: u32,
    event: Event,
}

enum Event {
    Same(Bytes),
    /// With its day replaced by the next one that nobody has booked.
    EachDay(String),
}

impl Case {
    /// A function with one of its events.
    pub fn new(function: &str, event: &str, note: &str) -> Result<Self> {
        let file = project().join(format!("events/{function}/{event}.json"));
        let text = std::fs::read_to_string(&file)?;
        Ok(Self {
            name: format!("{function} {event}{note}"),
            binary: function.to_owned(),
            package: package(function)?,
            rate_limit: 0,
            event: match (function, event) {
                ("bookings", "create-booking") => Event::EachDay(text),
                _ => Event::Same(text.into()),
            },
        })
    }

    /// With this part of the event left out.
    pub fn without(self, part: &str) -> Self {
        let event = match self.event {
            Event::Same(event) => {
                let text = String::from_utf8_lossy(&event).replace(part, "");
                Event::Same(text.into())
            }
            each => each,
        };
        Self { event, ..self }
    }

    fn limited(self) -> Self {
        Self {
            rate_limit: 1_000_000_000,
            ..self
        }
    }

    fn reference(name: &str) -> Result<Self> {
        Ok(Self {
            name: name.to_owned(),
            binary: format!("bench-{name}"),
            package: "bench".to_owned(),
            ..Self::new("profiles", "get-profile", "")?
        })
    }

    /// The next event.
    pub fn event(&self) -> Result<Bytes> {
        match &self.event {
            Event::Same(event) => Ok(event.clone()),
            Event::EachDay(text) => {
                let day = FIRST_DAY.checked_add(DAYS.fetch_add(1, Ordering::Relaxed).days())?;
                let text = text.replace(&FIRST_DAY.to_string(), &day.to_string());
                Ok(text.into())
            }
        }
    }
}

/// The references and one event of each of these functions, or of all.
pub fn cases(only: &[String]) -> Result<Vec<Case>> {
    let mut cases = vec![Case::reference(BARE)?, Case::reference(ONE_GET)?];
    let wanted = |function: &str| only.is_empty() || only.iter().any(|name| name == function);
    for (function, event) in EVENTS {
        if wanted(function) {
            cases.push(Case::new(function, event, "")?);
        }
    }
    if wanted("profiles") {
        let case = Case::new("profiles", "get-profile", ", rate limit on")?;
        cases.push(case.limited());
    }
    Ok(cases)
}

const EVENTS: [(&str, &str); 23] = [
    ("health", "get-health"),
    ("profiles", "get-profile"),
    ("bookings", "get-booking"),
    ("bookings", "create-booking"),
    ("availability", "list-availability"),
    ("sessions", "get-session"),
    ("search", "search-teachers"),
    ("meetings", "get-meeting"),
    ("attendees", "create-attendee"),
    ("presigned-url", "create-presigned-url"),
    ("meeting-links", "get-link"),
    ("appointments", "get-appointment"),
    ("appointments", "list-appointments"),
    ("consultations", "get-session"),
    ("consultations", "get-availability"),
    ("live-sessions", "get-live-session"),
    ("scheduled-sessions", "list-scheduled-sessions"),
    ("consultation-intake", "appointment-cancelled"),
    ("appointment-completion", "consultation-completed"),
    ("chime-events", "attendee-joined"),
    ("consultation-sweep", "tick"),
    ("provider-sweep", "tick"),
    ("outbox-relay", "publish"),
];

/// The name of a function's package: its folder's, unless a context has it.
fn package(function: &str) -> Result<String> {
    let manifest = project().join(format!("functions/{function}/Cargo.toml"));
    let manifest = std::fs::read_to_string(manifest)?;
    let name = manifest
        .lines()
        .find_map(|line| line.strip_prefix("name = "));
    Ok(name.ok_or("no name")?.trim_matches('"').to_owned())
}

/// The project's folder.
pub fn project() -> PathBuf {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR"));
    bench.parent().unwrap_or(bench).to_owned()
}
