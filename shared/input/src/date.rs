use jiff::civil::Date;
use serde_json::Value;

use crate::value::{Field, Wrong, string};

/// A day as RFC 3339 writes it: `2026-01-25`.
impl Field for Date {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = string(value)?.trim();
        day(text).ok_or_else(|| Wrong {
            message: "must be a date, like 2026-01-25".to_owned(),
            kind: "value_error.date",
        })
    }
}

fn day(text: &str) -> Option<Date> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_date_is_a_day_and_nothing_else() {
        let read = |text: &str| Date::read(&json!(text)).map(|day| day.to_string()).ok();
        assert_eq!(read("2028-02-29"), Some("2028-02-29".to_owned()));
        for wrong in [
            "",
            "2027-02-29",
            "2027-1-5",
            "20270105",
            "2027-01-05T00:00:00Z",
            "2027-W01-1",
            "today",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
