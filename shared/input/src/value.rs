use std::str::FromStr;

use ids::UserId;
use jiff::Timestamp;
use serde_json::Value;

/// What is wrong with one value: the sentence's end ("must be …") and the
/// type that seed 003 shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Follows the field's name in a sentence.
    pub message: String,
    /// A type of pydantic's errors, as seed 003 shows them.
    pub kind: &'static str,
}

impl Wrong {
    /// A value that breaks a rule.
    pub fn value(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            kind: "value_error",
        }
    }

    /// A value of the wrong JSON type.
    pub fn type_error(message: &str) -> Self {
        Self {
            message: message.to_owned(),
            kind: "type_error",
        }
    }

    /// A number below the least that is allowed; the words are pydantic's.
    pub fn at_least(least: i64) -> Self {
        Self {
            message: format!("ensure this value is greater than or equal to {least}"),
            kind: "value_error.number.not_ge",
        }
    }

    /// A number above the most that is allowed; the words are pydantic's.
    pub fn at_most(most: i64) -> Self {
        Self {
            message: format!("ensure this value is less than or equal to {most}"),
            kind: "value_error.number.not_le",
        }
    }

    /// A value that breaks a rule, said in a whole sentence that a document
    /// gives: it stands without the field's name.
    pub fn sentence(message: &str) -> Self {
        Self {
            message: message.to_owned(),
            kind: SENTENCE,
        }
    }

    /// A value that is not there and has to be.
    pub fn missing() -> Self {
        Self {
            message: "is required".to_owned(),
            kind: MISSING,
        }
    }
}

/// The [`Wrong::kind`] of a field that is not there.
pub const MISSING: &str = "value_error.missing";

/// The [`Wrong::kind`] of which the message is a whole sentence.
pub const SENTENCE: &str = "value_error.sentence";

/// A type that one JSON value, or one query parameter, is read into.
pub trait Field: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn read(value: &Value) -> Result<Self, Wrong>;

    /// Reads a query parameter, which is always text. Types that are no
    /// strings in JSON are written in it.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn read_text(text: &str) -> Result<Self, Wrong> {
        Self::read(&Value::String(text.to_owned()))
    }
}

/// Reads a string.
pub(crate) fn string(value: &Value) -> Result<&str, Wrong> {
    value
        .as_str()
        .ok_or_else(|| Wrong::type_error("must be a string"))
}

impl Field for String {
    fn read(value: &Value) -> Result<Self, Wrong> {
        string(value).map(str::to_owned)
    }
}

/// The id of a thing. A malformed one is an unknown one, and becomes the id
/// that nothing has.
#[derive(Clone, Copy, Debug)]
pub struct Reference<T>(pub T);

impl<T: FromStr + Default> Field for Reference<T> {
    fn read(value: &Value) -> Result<Self, Wrong> {
        string(value).map(|text| Self(text.trim().parse().unwrap_or_default()))
    }
}

impl Field for bool {
    fn read(value: &Value) -> Result<Self, Wrong> {
        value
            .as_bool()
            .ok_or_else(|| Wrong::type_error("must be true or false"))
    }

    fn read_text(text: &str) -> Result<Self, Wrong> {
        text.parse()
            .map_err(|_| Wrong::type_error("must be true or false"))
    }
}

/// A user id is a string, or a number as seeds 000 and 002 write it.
impl Field for UserId {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = match value {
            Value::Number(number) if number.is_u64() => number.to_string(),
            Value::String(text) => text.trim().to_owned(),
            _ => return Err(Wrong::type_error("must be a user id, a string or a number")),
        };
        text.parse()
            .map_err(|error: ids::InvalidUserId| Wrong::value(error.to_string()))
    }
}

/// RFC 3339 with an offset, cut to whole seconds.
impl Field for Timestamp {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = string(value)?.trim();
        rfc3339(text).ok_or_else(|| Wrong {
            message:
                "must be a time as RFC 3339 writes it, with an offset, like 2026-01-25T14:30:00Z"
                    .to_owned(),
            kind: "value_error.datetime",
        })
    }
}

/// The parser takes more than RFC 3339 allows, and fewer digits of a fraction.
fn rfc3339(text: &str) -> Option<Timestamp> {
    let (second, rest) = text.split_at_checked("2026-01-25T14:30:00".len())?;
    let is_shaped = second.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        10 => matches!(byte, b'T' | b't'),
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            (after.len() < fraction.len()).then_some(after)?
        }
        None => rest,
    };
    let is_offset = match offset.as_bytes() {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', hour @ .., b':', _, _] => hour.len() == 2 && *hour <= b"23"[..],
        _ => false,
    };
    let whole = (is_shaped && is_offset).then(|| format!("{second}{offset}"))?;
    whole.parse().ok()
}

/// A whole number, from a body or from a query.
macro_rules! whole_number {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn read(value: &Value) -> Result<Self, Wrong> {
                value
                    .as_i64()
                    .or_else(|| value.as_f64().filter(|f| f.fract() == 0.0).and_then(whole))
                    .and_then(|n| Self::try_from(n).ok())
                    .ok_or_else(no_whole_number)
            }

            fn read_text(text: &str) -> Result<Self, Wrong> {
                text.parse().map_err(|_| no_whole_number())
            }
        }
    )*};
}

fn no_whole_number() -> Wrong {
    Wrong {
        message: "must be a whole number".to_owned(),
        kind: "type_error.integer",
    }
}

whole_number!(u8, u16, u32, u64, i64, usize);

/// `5.0` is a whole number in JSON.
#[allow(clippy::cast_possible_truncation, reason = "the range is checked")]
fn whole(number: f64) -> Option<i64> {
    (number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_needs_an_offset() {
        let read = |text: &str| {
            Timestamp::read(&json!(text))
                .map(|time| time.to_string())
                .ok()
        };
        assert_eq!(
            read("2026-01-25T14:30:00+02:00").as_deref(),
            Some("2026-01-25T12:30:00Z")
        );
        assert_eq!(
            read("2026-01-25T14:30:00.999Z").as_deref(),
            Some("2026-01-25T14:30:00Z")
        );
        assert_eq!(
            read("2026-01-25t14:30:00.12345678901234-23:59").as_deref(),
            Some("2026-01-26T14:29:00Z")
        );
        for wrong in [
            "2026-01-25T14:30:00",
            "2026-01-25T14:30:00.Z",
            "2026-01-25T14:30:00,5Z",
            "2026-01-25T14:30:00+24:00",
            "2026-01-25T14:30:00+:00",
            "2026-01-25",
            "2026-01-25 14:30",
            "2026-13-25T14:30:00Z",
            "2026-01-25T14:30:00+0200",
            "2026-01-25T14:30:00+02:00[Europe/Berlin]",
            "20260125T143000Z",
            "tomorrow",
            "",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_user_id_may_be_a_number() {
        assert_eq!(
            UserId::read(&json!(17)).map(|id| id.to_string()),
            Ok("17".to_owned())
        );
        assert!(UserId::read(&json!(1.5)).is_err());
        assert!(UserId::read(&json!(-1)).is_err());
        assert!(UserId::read(&json!(null)).is_err());
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(u8::read(&json!(5)), Ok(5));
        assert_eq!(u8::read(&json!(5.0)), Ok(5));
        assert_eq!(u8::read_text("5"), Ok(5));
        for wrong in [json!(5.5), json!(256), json!(-1), json!("five"), json!([5])] {
            assert!(u8::read(&wrong).is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_time_with_an_offset_is_read_exactly(
            second in -30_000_000_000_i64..200_000_000_000,
            nanosecond in 0..1_000_000_000_i32,
            offset_minutes in -14 * 60..=14 * 60_i32,
        ) {
            let time = Timestamp::new(second, nanosecond).expect("a time");
            let offset = jiff::tz::Offset::from_seconds(offset_minutes * 60).expect("an offset");
            let text = time.display_with_offset(offset).to_string();
            let whole = Timestamp::from_second(time.as_nanosecond().div_euclid(1_000_000_000).try_into().expect("a second"));
            proptest::prop_assert_eq!(Timestamp::read(&json!(text)).ok(), whole.ok(), "{}", text);
        }

        #[test]
        fn no_text_makes_the_reader_of_times_panic(text in "[0-9TtZz:+. -]{0,30}|.*") {
            let _ = Timestamp::read(&json!(text));
        }
    }
}
