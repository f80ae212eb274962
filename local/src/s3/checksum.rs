use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use md5::{Digest, Md5};
use ring::digest::{SHA256, digest};

use super::Refusal;
use super::canonical::hexadecimal;

/// The MD5 of a content, in hexadecimal.
pub(super) fn etag(content: &[u8]) -> String {
    hexadecimal(&Md5::digest(content))
}

/// Checks a content against the checksums that came with it, as headers or,
/// where the signer put them, in the query.
pub(super) fn check(
    parts: &Parts,
    query: &[(String, String)],
    content: &[u8],
) -> Result<(), Refusal> {
    let given = |name: &str| {
        let header = parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok());
        let in_query = || {
            query
                .iter()
                .find(|(there, _)| there.eq_ignore_ascii_case(name))
        };
        header
            .map(str::to_owned)
            .or_else(|| in_query().map(|(_, value)| value.clone()))
    };
    let wrong = |name: &str| {
        Refusal::new(
            400,
            "BadDigest",
            format!("The {name} you specified did not match"),
        )
    };
    let checks: [(&str, &dyn Fn() -> String); 4] = [
        ("content-md5", &|| STANDARD.encode(Md5::digest(content))),
        ("x-amz-checksum-crc32", &|| {
            STANDARD.encode(crc32fast::hash(content).to_be_bytes())
        }),
        ("x-amz-checksum-sha256", &|| {
            STANDARD.encode(digest(&SHA256, content))
        }),
        ("x-amz-content-sha256", &|| {
            hexadecimal(digest(&SHA256, content).as_ref())
        }),
    ];
    for (name, actual) in checks {
        match given(name) {
            Some(expected) if expected != "UNSIGNED-PAYLOAD" && expected != actual() => {
                return Err(wrong(name));
            }
            _ => {}
        }
    }
    Ok(())
}
