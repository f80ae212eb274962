use super::*;
use crate::{Base, Clock};

fn read(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    Settings::read(|name| {
        pairs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn a_key_for_tokens_is_long_enough_and_comes_safely() {
    assert!(read(&[("JWT_SECRET", "short")]).is_err());
    assert!(read(&[("JWT_SECRET", "0123456789abcdef0123456789abcdef")]).is_ok());
    assert!(read(&[("JWT_JWKS_URL", "http://keys.test/jwks")]).is_err());
    assert!(read(&[("JWT_JWKS_URL", "https://keys.test/jwks")]).is_ok());
    assert!(read(&[("JWT_JWKS_URL", "http://127.0.0.1:9/jwks")]).is_ok());
}

#[test]
fn aws_is_called_with_its_own_roots_unless_it_is_elsewhere() {
    let trust = |pairs: &[(&str, &str)]| read(pairs).map(|settings| settings.aws_trust);
    assert!(matches!(trust(&[]), Ok(Trust::Amazon)));
    let elsewhere = [("AWS_ENDPOINT_URL_S3", "https://s3.test")];
    assert!(matches!(trust(&elsewhere), Ok(Trust::System)));
    let roots = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../http-client/src/amazon-roots.pem"
    );
    let bundle = trust(&[("AWS_CA_BUNDLE", roots)]);
    assert!(matches!(bundle, Ok(Trust::Bundle(_))));
    for wrong in [
        "/nowhere",
        concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
    ] {
        assert!(trust(&[("AWS_CA_BUNDLE", wrong)]).is_err(), "{wrong}");
    }
}

#[test]
fn origins_are_any_or_a_list() {
    for good in [
        "*",
        " * ",
        "https://a.test",
        "https://a.test, http://localhost:3000",
    ] {
        assert!(read(&[("CORS_ALLOWED_ORIGINS", good)]).is_ok(), "{good}");
    }
    for wrong in [
        "https://a.test, *",
        "a.test",
        "https://a.test,,https://b.test",
        "https://a\nb.test",
    ] {
        assert!(read(&[("CORS_ALLOWED_ORIGINS", wrong)]).is_err(), "{wrong}");
    }
}

#[test]
fn numbers_are_numbers() {
    assert!(read(&[("RATE_LIMIT_PER_MINUTE", "many")]).is_err());
    assert_eq!(read(&[]).map(|s| s.rate_limit_per_minute).ok(), Some(100));
}

#[test]
fn a_function_that_uses_no_provider_starts_without_its_settings() {
    let settings = read(&[]).unwrap();
    assert_eq!(settings.twilio_url, "https://video.twilio.com");
    assert_eq!(settings.daily_url, "https://api.daily.co/v1");
    let base = Base::new(settings, Clock::system());
    let missing = |error: Option<SettingsError>| error.map(|error| error.to_string());
    let name = missing(crate::twilio(&base).err());
    assert_eq!(name.as_deref(), Some("TWILIO_ACCOUNT_SID is not set"));
    let name = missing(crate::daily(&base).err());
    assert_eq!(name.as_deref(), Some("DAILY_API_KEY is not set"));
}

#[test]
fn addresses_that_credentials_go_to_are_safe() {
    for name in [
        "MEETING_BASE_URL",
        "TWILIO_API_BASE_URL",
        "DAILY_API_BASE_URL",
    ] {
        assert!(read(&[(name, "http://provider.test")]).is_err(), "{name}");
        assert!(read(&[(name, "provider.test")]).is_err(), "{name}");
        assert!(read(&[(name, "https://provider.test")]).is_ok(), "{name}");
        assert!(read(&[(name, "http://127.0.0.1:9000")]).is_ok(), "{name}");
    }
    let settings = read(&[("MEETING_BASE_URL", "https://meet.test/")]).unwrap();
    assert_eq!(
        settings.meeting_base_url.as_deref(),
        Some("https://meet.test")
    );
}
