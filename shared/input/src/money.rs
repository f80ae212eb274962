use serde_json::{Number, Value};

use crate::value::{Field, Wrong, string};

/// An amount of money: a JSON number from 0 to 1,000,000,000 with at most two
/// decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount(u64);

impl Amount {
    /// The highest one, in whole units.
    const MOST: u32 = 1_000_000_000;

    /// The amount in hundredths: 1250 for 12.5.
    pub fn hundredths(self) -> u64 {
        self.0
    }
}

impl Field for Amount {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let number = value.as_number().and_then(Number::as_f64);
        let number = number.ok_or_else(|| Wrong {
            message: "must be a number".to_owned(),
            kind: "type_error.float",
        })?;
        if number < 0.0 {
            return Err(Wrong::at_least(0));
        }
        if number > f64::from(Self::MOST) {
            return Err(Wrong::at_most(Self::MOST.into()));
        }
        exact(number).map(Self).ok_or_else(|| Wrong {
            message: "ensure that there are no more than 2 decimal places".to_owned(),
            kind: "value_error.decimal.max_places",
        })
    }
}

/// The hundredths that a number is; `None` where it has more decimals. What was
/// written with two decimals is the number nearest to its hundredths divided by
/// 100, though it may not be that fraction exactly.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked"
)]
fn exact(number: f64) -> Option<u64> {
    let hundredths = (number * 100.0).round();
    (hundredths / 100.0 == number).then_some(hundredths as u64)
}

/// The code of a currency as ISO 4217 forms it: three letters. Small ones are
/// taken and made capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency(String);

impl Default for Currency {
    fn default() -> Self {
        Self("USD".to_owned())
    }
}

impl Field for Currency {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let code = string(value)?.trim().to_ascii_uppercase();
        if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(Self(code))
        } else {
            Err(Wrong::value(
                "must be a currency of three letters, like USD",
            ))
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn amount(json: &str) -> Option<u64> {
        let value = serde_json::from_str(json).expect("JSON");
        Amount::read(&value).map(Amount::hundredths).ok()
    }

    #[test]
    fn an_amount_has_at_most_two_decimals() {
        assert_eq!(amount("50"), Some(5_000));
        assert_eq!(amount("50.0"), Some(5_000));
        assert_eq!(amount("0.29"), Some(29));
        assert_eq!(amount("1e3"), Some(100_000));
        assert_eq!(amount("-0.0"), Some(0));
        assert_eq!(amount("1000000000"), Some(100_000_000_000));
        for wrong in [
            "0.001",
            "19.999",
            "-0.01",
            "1e-9",
            "1000000000.01",
            "1e300",
            "\"50\"",
        ] {
            assert_eq!(amount(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_currency_has_three_letters() {
        let read = |text: &str| Currency::read(&json!(text)).map(String::from).ok();
        assert_eq!(read(" eur "), Some("EUR".to_owned()));
        for wrong in ["", "EU", "EURO", "E1R", "€€€", "ÄÖÜ"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_with_two_decimals_is_read_exactly(hundredths in 0_u64..=100_000_000_000) {
            let json = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            prop_assert_eq!(amount(&json), Some(hundredths));
        }
    }
}
