use super::Refusal;

const SHORTEST: usize = 2;
const LONGEST: usize = 64;

/// What an `External…Id` may have besides letters and digits.
const EXTERNAL_MARKS: &str = "-_&@+=,(){}[]/«».:|'\"#";

/// `ClientRequestToken`: 2 to 64 of `[-_a-zA-Z0-9]`.
pub(super) fn token(value: &str) -> Result<(), Refusal> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    check("ClientRequestToken", value, allowed)
}

/// `ExternalMeetingId`, `ExternalUserId`: 2 to 64 characters, some marks, not
/// AWS's own prefix.
pub(super) fn external_id(name: &str, value: &str) -> Result<(), Refusal> {
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || ('À'..='ÿ').contains(&c)
            || c.is_ascii_whitespace()
            || EXTERNAL_MARKS.contains(c)
    };
    check(name, value, allowed)?;
    match value.get(..4) {
        Some(prefix) if prefix.eq_ignore_ascii_case("aws:") => Err(Refusal::bad_request(format!(
            "{name} must not begin with aws:"
        ))),
        _ => Ok(()),
    }
}

fn check(name: &str, value: &str, allowed: impl Fn(char) -> bool) -> Result<(), Refusal> {
    let length = value.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(Refusal::bad_request(format!(
            "{name} must have {SHORTEST} to {LONGEST} characters"
        )));
    }
    if !value.chars().all(allowed) {
        return Err(Refusal::bad_request(format!(
            "{name} does not match its pattern"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_chimes_lengths_and_characters() {
        assert!(token("ab").is_ok());
        assert!(token("a").is_err());
        assert!(token(&"a".repeat(65)).is_err());
        assert!(token("a:b").is_err());
        assert!(external_id("ExternalUserId", "u:1@x é").is_ok());
        assert!(external_id("ExternalUserId", "AWS:mine").is_err());
        assert!(external_id("ExternalUserId", "u*1").is_err());
    }
}
