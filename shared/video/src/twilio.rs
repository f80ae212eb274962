//! Twilio Video: rooms and participants over REST, and the tokens that people
//! connect with, which are made here.
//!
//! See <https://www.twilio.com/docs/video/api>.

mod model;
mod token;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_client::HttpClient;
use jsonwebtoken::EncodingKey;
use outcome::Trouble;
use serde::Deserialize;

pub use model::{Participant, ParticipantStatus, Room, RoomStatus};

use crate::rest::{BadBaseUrl, CALL, Request, Rest};

/// Participants of one answer.
const PAGE_SIZE: &str = "100";

/// Two people meet in a room; even when each time that one of them connects is
/// listed, who has so many pages goes in circles.
const MOST_PAGES: usize = 10;

/// An account's Twilio Video.
#[derive(Clone)]
pub struct Twilio {
    rest: Rest,
    account_sid: String,
    key_sid: String,
    key: EncodingKey,
}

/// Who calls, and for whom. It has no `Debug`.
#[derive(Clone)]
pub struct Credentials {
    /// The account, `AC…`.
    pub account_sid: String,
    /// The API key, `SK…`.
    pub key_sid: String,
    /// The API key's secret.
    pub key_secret: String,
}

#[derive(Deserialize)]
struct Page {
    participants: Vec<Participant>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    next_page_url: Option<String>,
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio")
            .field("account_sid", &self.account_sid)
            .finish_non_exhaustive()
    }
}

impl Twilio {
    /// Twilio at a base URL, `https://video.twilio.com` in the cloud.
    ///
    /// # Errors
    ///
    /// The base URL is none.
    pub fn new(
        http: HttpClient,
        base_url: &str,
        credentials: Credentials,
    ) -> Result<Self, BadBaseUrl> {
        let Credentials {
            account_sid,
            key_sid,
            key_secret,
        } = credentials;
        let pair = STANDARD.encode(format!("{key_sid}:{key_secret}"));
        Ok(Self {
            rest: Rest::new("Twilio", http, base_url, format!("Basic {pair}"))?,
            account_sid,
            key_sid,
            key: EncodingKey::from_secret(key_secret.as_bytes()),
        })
    }

    /// A room by its SID, or by its unique name while it is in progress;
    /// `None` when Twilio knows no such room. Answers within 5 seconds.
    ///
    /// # Errors
    ///
    /// Twilio fails, throttles or does not answer.
    pub async fn room(&self, sid_or_unique_name: &str) -> Result<Option<Room>, Trouble> {
        const FETCH: &str = "FetchRoom";
        let url = self.rest.url(&["v1", "Rooms", sid_or_unique_name]);
        let answer = self.rest.call(&get(FETCH, url)).await?;
        match answer.status {
            200 => self.rest.read(FETCH, &answer).map(Some),
            404 => Ok(None),
            _ => Err(self.rest.refused(FETCH, &answer)),
        }
    }

    /// The participants of a room by its SID: those who are connected while it
    /// is in progress, those who were once it is over, as Twilio lists them.
    /// Answers within 5 seconds, however many pages there are.
    ///
    /// # Errors
    ///
    /// Twilio fails, throttles or does not answer, or goes on for ever.
    pub async fn participants(&self, room_sid: &str) -> Result<Vec<Participant>, Trouble> {
        match tokio::time::timeout(CALL, self.pages(room_sid)).await {
            Ok(participants) => participants,
            Err(_) => Err(Trouble::Unavailable(
                "Twilio ListParticipants took too long".into(),
            )),
        }
    }

    async fn pages(&self, room_sid: &str) -> Result<Vec<Participant>, Trouble> {
        const LIST: &str = "ListParticipants";
        let mut url = self.rest.url(&["v1", "Rooms", room_sid, "Participants"]);
        url.query_pairs_mut().append_pair("PageSize", PAGE_SIZE);
        let mut all = Vec::new();
        for _ in 0..MOST_PAGES {
            let answer = self.rest.call(&get(LIST, url)).await?;
            if answer.status != 200 {
                return Err(self.rest.refused(LIST, &answer));
            }
            let page: Page = self.rest.read(LIST, &answer)?;
            all.extend(page.participants);
            match page.meta.next_page_url {
                None => return Ok(all),
                Some(next) => url = self.rest.own_url(LIST, &next)?,
            }
        }
        Err(self.rest.nonsense(LIST))
    }
}

fn get(operation: &'static str, url: url::Url) -> Request {
    Request {
        operation,
        method: "GET",
        url,
        body: None,
        is_repeatable: true,
    }
}

#[cfg(test)]
mod tests;
