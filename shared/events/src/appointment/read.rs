//! Reads the fields of an appointment that comes from outside.

use ids::UserId;
use input::Field;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::Malformed;

/// The fields of an appointment.
pub(super) type Fields<'a> = &'a Map<String, Value>;

/// The longest id of an appointment, in characters.
const LONGEST_ID: usize = 128;

const DURATION_MINUTES: std::ops::RangeInclusive<u16> = 15..=240;

/// A field that is there and not null.
fn given<'a>(fields: Fields<'a>, name: &str) -> Option<&'a Value> {
    fields.get(name).filter(|value| !value.is_null())
}

fn required<'a>(fields: Fields<'a>, name: &'static str) -> Result<&'a Value, Malformed> {
    given(fields, name).ok_or(Malformed::Missing(name))
}

/// Whether a word is given that is another one, without regard to case.
pub(super) fn differs(
    fields: Fields<'_>,
    name: &'static str,
    word: &str,
) -> Result<bool, Malformed> {
    match given(fields, name) {
        None => Ok(false),
        Some(Value::String(text)) => Ok(!text.trim().eq_ignore_ascii_case(word)),
        Some(_) => Err(Malformed::NotText(name)),
    }
}

pub(super) fn appointment_id(fields: Fields<'_>) -> Result<String, Malformed> {
    let value = required(fields, "appointment_id")?;
    text_or_digits(value)
        .filter(|id| (1..=LONGEST_ID).contains(&id.chars().count()))
        .filter(|id| !id.chars().any(char::is_control))
        .ok_or(Malformed::AppointmentId)
}

pub(super) fn user_id(fields: Fields<'_>, name: &'static str) -> Result<UserId, Malformed> {
    text_or_digits(required(fields, name)?)
        .and_then(|id| id.parse().ok())
        .ok_or(Malformed::UserId(name))
}

pub(super) fn clinic_id(fields: Fields<'_>) -> Result<Option<i64>, Malformed> {
    let id = |value| {
        let id = text_or_digits(value).and_then(|digits| digits.parse().ok());
        id.ok_or(Malformed::ClinicId)
    };
    given(fields, "clinic_id").map(id).transpose()
}

pub(super) fn start_time(fields: Fields<'_>) -> Result<Timestamp, Malformed> {
    let start = required(fields, "start_time")?;
    let start = Timestamp::read(start).map_err(|_| Malformed::StartTime)?;
    let longest = SignedDuration::from_mins((*DURATION_MINUTES.end()).into());
    match start.checked_add(longest) {
        Ok(_) => Ok(start),
        Err(_) => Err(Malformed::NoEnd),
    }
}

pub(super) fn duration_minutes(fields: Fields<'_>) -> Result<Option<u16>, Malformed> {
    let minutes = |value| {
        u16::read(value)
            .ok()
            .filter(|minutes| DURATION_MINUTES.contains(minutes))
            .ok_or(Malformed::DurationMinutes)
    };
    given(fields, "duration_minutes").map(minutes).transpose()
}

/// An id, which one system writes as a text and another as a number.
fn text_or_digits(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        _ => i64::read(value).ok().map(|number| number.to_string()),
    }
}
