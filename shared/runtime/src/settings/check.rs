use std::str::FromStr;

use http::HeaderValue;
use http_client::Trust;

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

/// `*`, or origins with commas between them.
pub(super) fn origins(text: Option<String>) -> Result<String, SettingsError> {
    const ANY: &str = "*";
    let text = text.unwrap_or_else(|| ANY.to_owned());
    let is_origin = |origin: &str| origin.contains("://") && HeaderValue::from_str(origin).is_ok();
    let is_known = text.trim() == ANY || text.split(',').map(str::trim).all(is_origin);
    is_known.then_some(text).ok_or(SettingsError {
        name: "CORS_ALLOWED_ORIGINS",
        problem: "must be * or origins with commas between them",
    })
}

pub(super) fn is_https_or_loopback(url: &str) -> bool {
    url.parse::<http::Uri>()
        .is_ok_and(|uri| match (uri.scheme_str(), uri.host()) {
            (Some("https"), Some(_)) => true,
            (Some("http"), Some(host)) => matches!(host, "127.0.0.1" | "localhost" | "[::1]"),
            _ => false,
        })
}

/// The roots that AWS is called with.
pub(super) fn trust(bundle: Option<String>, elsewhere: bool) -> Result<Trust, SettingsError> {
    let Some(file) = bundle else {
        return Ok(if elsewhere {
            Trust::System
        } else {
            Trust::Amazon
        });
    };
    let is_pem = |bytes: &Vec<u8>| {
        bytes
            .windows(PEM_BEGINS.len())
            .any(|part| part == PEM_BEGINS)
    };
    let read = std::fs::read(file).ok().filter(is_pem);
    read.map(Trust::Bundle).ok_or(SettingsError {
        name: "AWS_CA_BUNDLE",
        problem: "must be a file of certificates in PEM",
    })
}

const PEM_BEGINS: &[u8] = b"-----BEGIN CERTIFICATE-----";
