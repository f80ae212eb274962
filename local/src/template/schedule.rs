use std::time::Duration;

use serde_json::Value;

use super::TemplateError;

/// `rate(5 minutes)`; `cron(…)` and `at(…)` are not followed.
pub(super) fn rate(expression: &Value) -> Result<Duration, TemplateError> {
    read(expression.as_str().unwrap_or_default()).ok_or_else(|| {
        TemplateError(format!(
            "only rate(…) is followed as a schedule, not {expression}"
        ))
    })
}

fn read(text: &str) -> Option<Duration> {
    let inner = text.strip_prefix("rate(")?.strip_suffix(')')?;
    let (number, unit) = inner.split_once(' ')?;
    let number: u64 = number.parse().ok().filter(|number| *number > 0)?;
    let seconds = match unit {
        "minute" | "minutes" => 60,
        "hour" | "hours" => 60 * 60,
        "day" | "days" => 24 * 60 * 60,
        _ => return None,
    };
    Some(Duration::from_secs(number.checked_mul(seconds)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read() {
        let seconds = |text| read(text).map(|every| every.as_secs());
        assert_eq!(seconds("rate(1 minute)"), Some(60));
        assert_eq!(seconds("rate(5 minutes)"), Some(300));
        assert_eq!(seconds("rate(1 day)"), Some(86_400));
        for wrong in ["rate(0 minutes)", "rate(minute)", "cron(* * * * ? *)", ""] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
