//! Daily: rooms, meeting tokens and cloud recordings over REST.
//!
//! See <https://docs.daily.co/reference/rest-api>. What an error means is told
//! by asking Daily again, never by the words of its `info`.

mod model;
mod recordings;
mod rooms;
mod start;

use http_client::{Answer, HttpClient};
use outcome::Trouble;
use serde::Deserialize;
use serde_json::{Value, json};

pub use model::{AccessLink, NewToken, Recording, RecordingStatus, Room, Start, StartRecording};

use crate::rest::{BadBaseUrl, Request, Rest};

/// A domain's Daily.
#[derive(Clone, Debug)]
pub struct Daily {
    rest: Rest,
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

impl Daily {
    /// Daily at a base URL, `https://api.daily.co/v1` in the cloud.
    ///
    /// # Errors
    ///
    /// The base URL is none.
    pub fn new(http: HttpClient, base_url: &str, api_key: &str) -> Result<Self, BadBaseUrl> {
        let authorization = format!("Bearer {api_key}");
        Ok(Self {
            rest: Rest::new("Daily", http, base_url, authorization)?,
        })
    }

    /// A token that lets somebody into one room. Answers within 5 seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer.
    pub async fn create_token(&self, token: &NewToken<'_>) -> Result<String, Trouble> {
        const CREATE: &str = "CreateToken";
        let body = json!({
            "properties": {
                "room_name": token.room_name,
                "exp": token.expires_at.as_second(),
                "is_owner": token.is_owner,
                "user_name": token.user_name,
                "user_id": token.user_id,
            },
        });
        // A second token instead of one whose answer got lost does no harm.
        let answer = self.post(CREATE, &["meeting-tokens"], &body, true).await?;
        if answer.status != 200 {
            return Err(self.rest.refused(CREATE, &answer));
        }
        let made: Token = self.rest.read(CREATE, &answer)?;
        if made.token.is_empty() {
            return Err(self.rest.nonsense(CREATE));
        }
        Ok(made.token)
    }

    async fn get(
        &self,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Answer, Trouble> {
        let mut url = self.rest.url(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = Request {
            operation,
            method: "GET",
            url,
            body: None,
            is_repeatable: true,
        };
        self.rest.call(&request).await
    }

    async fn post(
        &self,
        operation: &'static str,
        path: &[&str],
        body: &Value,
        is_repeatable: bool,
    ) -> Result<Answer, Trouble> {
        let request = Request {
            operation,
            method: "POST",
            url: self.rest.url(path),
            body: Some(body.to_string().into_bytes()),
            is_repeatable,
        };
        self.rest.call(&request).await
    }
}

#[cfg(test)]
mod tests;
