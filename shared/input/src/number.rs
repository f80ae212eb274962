use serde_json::Value;

use crate::value::{Field, Wrong};

/// A whole number from `LEAST` to `MOST`, both included. What is wrong with
/// others is said in the words of seed 003 ("Error Responses", 422).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between<const LEAST: i64, const MOST: i64>(i64);

impl<const LEAST: i64, const MOST: i64> Between<LEAST, MOST> {
    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }

    fn checked(number: i64) -> Result<Self, Wrong> {
        match number {
            number if number < LEAST => Err(Wrong::at_least(LEAST)),
            number if number > MOST => Err(Wrong::at_most(MOST)),
            number => Ok(Self(number)),
        }
    }
}

impl<const LEAST: i64, const MOST: i64> Field for Between<LEAST, MOST> {
    fn read(value: &Value) -> Result<Self, Wrong> {
        i64::read(value).and_then(Self::checked)
    }

    fn read_text(text: &str) -> Result<Self, Wrong> {
        i64::read_text(text).and_then(Self::checked)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    type Minutes = Between<15, 120>;

    fn wrong(value: Value) -> Option<(String, &'static str)> {
        let wrong = Minutes::read(&value).err()?;
        Some((wrong.message, wrong.kind))
    }

    #[test]
    fn bounds_are_told_in_the_words_of_the_document() {
        let low = "ensure this value is greater than or equal to 15".to_owned();
        assert_eq!(wrong(json!(14)), Some((low, "value_error.number.not_ge")));
        let high = "ensure this value is less than or equal to 120".to_owned();
        assert_eq!(wrong(json!(121)), Some((high, "value_error.number.not_le")));
    }

    #[test]
    fn bounds_are_allowed_themselves() {
        assert_eq!(Minutes::read(&json!(15)).map(Minutes::get), Ok(15));
        assert_eq!(Minutes::read(&json!(120.0)).map(Minutes::get), Ok(120));
        assert_eq!(Minutes::read_text("30").map(Minutes::get), Ok(30));
        for value in [json!(15.5), json!("15"), json!(true), json!(null)] {
            assert!(wrong(value.clone()).is_some(), "{value}");
        }
    }
}
