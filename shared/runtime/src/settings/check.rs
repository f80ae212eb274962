use std::str::FromStr;

use super::SettingsError;

pub(super) fn number<T: FromStr>(
    get: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    default: T,
) -> Result<T, SettingsError> {
    match get(name) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| SettingsError {
            name,
            problem: "must be a whole number",
        }),
    }
}

pub(super) fn log_all(get: &impl Fn(&str) -> Option<String>) -> Result<bool, SettingsError> {
    match get("LOG_LEVEL").as_deref() {
        None | Some("info") => Ok(true),
        Some("error") => Ok(false),
        Some(_) => Err(SettingsError {
            name: "LOG_LEVEL",
            problem: "must be info or error",
        }),
    }
}

pub(super) fn is_https_or_loopback(url: &str) -> bool {
    url.parse::<http::Uri>()
        .is_ok_and(|uri| match (uri.scheme_str(), uri.host()) {
            (Some("https"), Some(_)) => true,
            (Some("http"), Some(host)) => matches!(host, "127.0.0.1" | "localhost" | "[::1]"),
            _ => false,
        })
}
