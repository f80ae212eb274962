use jiff::Timestamp;
use jsonwebtoken::{Algorithm, Header, encode};
use outcome::Trouble;
use serde::Serialize;

use super::Twilio;

/// Twilio takes no token that lives longer: 24 hours.
const LONGEST_SECONDS: u32 = 24 * 60 * 60;

/// What kind of token it is, as Twilio's header says it.
const CONTENT_TYPE: &str = "twilio-fpa;v=1";

/// The claims, in the order of Twilio's own helper libraries.
#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    iss: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
    grants: Grants<'a>,
}

#[derive(Serialize)]
struct Grants<'a> {
    identity: &'a str,
    video: VideoGrant<'a>,
}

#[derive(Serialize)]
struct VideoGrant<'a> {
    room: &'a str,
}

impl Twilio {
    /// The access token that somebody connects to a room with, good for so
    /// many seconds, at most 24 hours. It is made here: Twilio is not asked.
    /// See <https://www.twilio.com/docs/iam/access-tokens>.
    ///
    /// # Errors
    ///
    /// It would live longer than Twilio allows.
    pub fn access_token(
        &self,
        identity: &str,
        room: &str,
        issued_at: Timestamp,
        valid_seconds: u32,
    ) -> Result<String, Trouble> {
        if valid_seconds > LONGEST_SECONDS {
            let cause = "a Twilio access token lives at most 24 hours";
            return Err(Trouble::Internal(cause.into()));
        }
        let iat = issued_at.as_second();
        let header = Header {
            cty: Some(CONTENT_TYPE.to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        let claims = Claims {
            jti: format!("{}-{iat}", self.key_sid),
            iss: &self.key_sid,
            sub: &self.account_sid,
            iat,
            exp: iat.saturating_add(i64::from(valid_seconds)),
            grants: Grants {
                identity,
                video: VideoGrant { room },
            },
        };
        crypto::install();
        encode(&header, &claims, &self.key).map_err(|error| Trouble::Internal(error.into()))
    }
}
