use std::time::SystemTime;

use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use http::request::Parts;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{Refusal, canonical};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const LONGEST_SECONDS: i64 = 7 * 24 * 60 * 60;

/// How far a signer's clock may be ahead.
const SKEW_SECONDS: i64 = 15 * 60;

/// Whose signatures are good.
#[derive(Clone, Debug)]
pub(crate) struct Signer {
    /// The access key ids; all have the one secret.
    pub(crate) access_key_ids: Vec<String>,
    /// The secret access key.
    pub(crate) secret_access_key: String,
    /// The region that signatures are made for.
    pub(crate) region: String,
}

/// What the query of a presigned URL says.
struct Claims<'a> {
    credential: &'a str,
    date: &'a str,
    expires: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

/// Checks that a request is the one that was signed, and that its time has not
/// passed. What was signed is returned: the decoded pairs of the query.
pub(super) fn check(
    parts: &Parts,
    signer: &Signer,
    now: Timestamp,
) -> Result<Vec<(String, String)>, Refusal> {
    let query = canonical::pairs(parts.uri.query().unwrap_or_default())?;
    let claims = claims(&query)?;
    let signed_at = time(claims.date)?;
    let scope = scope(&claims, signer)?;
    check_time(&claims, signed_at, now)?;

    let signed_headers: Vec<&str> = claims.signed_headers.split(';').collect();
    check_headers(parts, &signed_headers)?;
    let hash = canonical::hash(parts, &query, &signed_headers)?;
    let to_sign = format!("{ALGORITHM}\n{}\n{scope}\n{hash}", claims.date);
    let key = generate_signing_key(
        &signer.secret_access_key,
        SystemTime::from(signed_at),
        &signer.region,
        "s3",
    );
    let signature = calculate_signature(key, to_sign.as_bytes());
    if !is_equal(signature.as_bytes(), claims.signature.as_bytes()) {
        return Err(Refusal::new(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.",
        ));
    }
    Ok(query)
}

fn claims(query: &[(String, String)]) -> Result<Claims<'_>, Refusal> {
    let find = |name: &str| {
        query
            .iter()
            .find(|(there, _)| there == name)
            .map(|(_, value)| value.as_str())
    };
    let Some(algorithm) = find("X-Amz-Algorithm") else {
        return Err(Refusal::denied("Access Denied"));
    };
    if algorithm != ALGORITHM {
        return Err(parameters(
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
        ));
    }
    let need = |name: &str| find(name).ok_or_else(|| parameters(&format!("{name} is missing")));
    Ok(Claims {
        credential: need("X-Amz-Credential")?,
        date: need("X-Amz-Date")?,
        expires: need("X-Amz-Expires")?,
        signed_headers: need("X-Amz-SignedHeaders")?,
        signature: need("X-Amz-Signature")?,
    })
}

/// The scope of the credential, which must be the signer's on that day.
fn scope(claims: &Claims<'_>, signer: &Signer) -> Result<String, Refusal> {
    let (key, scope) = claims
        .credential
        .split_once('/')
        .ok_or_else(|| parameters("X-Amz-Credential is malformed"))?;
    if !signer.access_key_ids.iter().any(|known| known == key) {
        let message = "The AWS Access Key Id you provided does not exist in our records.";
        return Err(Refusal::new(403, "InvalidAccessKeyId", message));
    }
    let day = claims.date.get(..8).unwrap_or_default();
    let right = format!("{day}/{}/s3/aws4_request", signer.region);
    if scope == right {
        Ok(right)
    } else {
        Err(parameters("X-Amz-Credential has another scope"))
    }
}

fn check_time(claims: &Claims<'_>, signed_at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    let seconds: i64 = claims
        .expires
        .parse()
        .map_err(|_| parameters("X-Amz-Expires should be a number"))?;
    if !(1..=LONGEST_SECONDS).contains(&seconds) {
        return Err(parameters(
            "X-Amz-Expires must be between 1 and 604800 seconds",
        ));
    }
    let age = now.as_second() - signed_at.as_second();
    if age < -SKEW_SECONDS {
        return Err(Refusal::denied("Request is not yet valid"));
    }
    if age > seconds {
        Err(Refusal::denied("Request has expired"))
    } else {
        Ok(())
    }
}

/// `host` is always signed, and so is every `x-amz-` header that is sent.
fn check_headers(parts: &Parts, signed: &[&str]) -> Result<(), Refusal> {
    if !signed.contains(&"host") {
        return Err(parameters("X-Amz-SignedHeaders must name host"));
    }
    let unsigned = |name: &&str| name.starts_with("x-amz-") && !signed.contains(name);
    match parts
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .find(unsigned)
    {
        None => Ok(()),
        Some(name) => Err(Refusal::denied(format!(
            "There were headers present in the request which were not signed: {name}"
        ))),
    }
}

fn time(text: &str) -> Result<Timestamp, Refusal> {
    let parsed =
        DateTime::strptime("%Y%m%dT%H%M%SZ", text).and_then(|time| time.to_zoned(TimeZone::UTC));
    let malformed =
        |_| parameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    parsed.map(|time| time.timestamp()).map_err(malformed)
}

/// Takes as long whatever differs.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    let differences = one.iter().zip(other).fold(0, |seen, (a, b)| seen | (a ^ b));
    one.len() == other.len() && differences == 0
}

fn parameters(message: &str) -> Refusal {
    Refusal::new(400, "AuthorizationQueryParametersError", message)
}
