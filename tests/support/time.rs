use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// One day for the whole run, so that a run over midnight stays consistent.
static TOMORROW: LazyLock<Date> = LazyLock::new(|| {
    let today = real_now().to_zoned(TimeZone::UTC).date();
    today.tomorrow().expect("the calendar goes on")
});

/// Tomorrow as a date, in UTC.
pub fn tomorrow() -> Date {
    *TOMORROW
}

/// Tomorrow at this time (`10:00`) in UTC, as the APIs write it.
pub fn tomorrow_at(time: &str) -> String {
    format!("{}T{time}:00Z", tomorrow())
}

/// The real time, moved by so many seconds, as the APIs write it.
pub fn from_now(seconds: i64) -> String {
    (real_now() + SignedDuration::from_secs(seconds)).to_string()
}

/// The real time in whole seconds. Tokens live by it, whatever the
/// platform's clock says.
#[allow(
    clippy::disallowed_methods,
    reason = "tokens are checked against the real time"
)]
pub fn real_now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).expect("now is in range")
}

/// The seconds since 1970 of a time as the APIs write it: UTC with `Z`, whole
/// seconds.
#[track_caller]
pub fn second_of(time: &Value) -> i64 {
    let text = time.as_str().unwrap_or_default();
    let written: Option<Timestamp> = text.parse().ok();
    let written = written.filter(|time| time.to_string() == text && text.len() == 20);
    written
        .unwrap_or_else(|| panic!("`{time}` is no time in UTC and whole seconds"))
        .as_second()
}
