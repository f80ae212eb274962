use http::request::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use ring::digest::{SHA256, digest};

use super::Refusal;

/// What is signed as it is; a path keeps its slashes too.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const IN_PATH: &AsciiSet = &IN_QUERY.remove(b'/');

const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The decoded pairs of a query, in their order.
pub(super) fn pairs(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

/// A percent-encoded text. Neither S3 nor this takes `+` for a space.
pub(super) fn decoded(text: &str) -> Result<String, Refusal> {
    let text = percent_decode_str(text).decode_utf8();
    text.map(String::from)
        .map_err(|_| Refusal::new(400, "InvalidURI", "Couldn't parse the specified URI."))
}

/// Signature Version 4's canonical request of what came in, hashed.
pub(super) fn hash(
    parts: &Parts,
    query: &[(String, String)],
    signed_headers: &[&str],
) -> Result<String, Refusal> {
    let path = utf8_percent_encode(&decoded(parts.uri.path())?, IN_PATH).to_string();
    let encode = |text: &str| utf8_percent_encode(text, IN_QUERY).to_string();
    let mut query: Vec<(String, String)> = query
        .iter()
        .filter(|(name, _)| name != "X-Amz-Signature")
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    query.sort();
    let query: Vec<String> = query
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let headers: String = signed_headers
        .iter()
        .map(|name| format!("{name}:{}\n", header(parts, name)))
        .collect();
    let payload = parts
        .headers
        .get("x-amz-content-sha256")
        .and_then(|value| value.to_str().ok());
    let canonical = format!(
        "{}\n{path}\n{}\n{headers}\n{}\n{}",
        parts.method,
        query.join("&"),
        signed_headers.join(";"),
        payload.unwrap_or(UNSIGNED_PAYLOAD)
    );
    Ok(hexadecimal(digest(&SHA256, canonical.as_bytes()).as_ref()))
}

fn header(parts: &Parts, name: &str) -> String {
    let values = parts
        .headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(",")
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
