use input::{Fields, Wrong};
use jiff::{SignedDuration, Timestamp};

/// The longest appointment.
const LONGEST: SignedDuration = SignedDuration::from_hours(4);

/// Notes a start that is past, or so late that no time is left after it.
pub(crate) fn must_be_ahead(fields: &mut Fields<'_>, start: Option<Timestamp>) {
    let wrong = match start {
        Some(start) if start < fields.now() => "must not be in the past",
        Some(start) if start.checked_add(LONGEST).is_err() => "is too far ahead",
        _ => return,
    };
    fields.rule::<()>("appointment_date", Err(Wrong::value(wrong)));
}
