use jiff::Timestamp;
use outcome::Trouble;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{AccessLink, Daily, Recording};

/// Daily's longest list. Newest come first.
const MOST: &str = "100";

#[derive(Deserialize)]
struct List {
    data: Vec<Recording>,
}

#[derive(Deserialize)]
struct Link {
    download_link: String,
    expires: i64,
}

impl Daily {
    /// The newest 100 recordings of a room, newest first. Answers within 5
    /// seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer.
    pub async fn recordings(&self, room_name: &str) -> Result<Vec<Recording>, Trouble> {
        const LIST: &str = "ListRecordings";
        let query = [("room_name", room_name), ("limit", MOST)];
        let answer = self.get(LIST, &["recordings"], &query).await?;
        if answer.status != 200 {
            return Err(self.rest.refused(LIST, &answer));
        }
        let mut all = self.rest.read::<List>(LIST, &answer)?.data;
        all.sort_by_key(|recording| std::cmp::Reverse(recording.start_ts));
        Ok(all)
    }

    /// A recording; `None` when Daily has none of this id. Answers within 5
    /// seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer.
    pub async fn recording(&self, id: &str) -> Result<Option<Recording>, Trouble> {
        const GET: &str = "GetRecording";
        let answer = self.get(GET, &["recordings", id], &[]).await?;
        match answer.status {
            200 => self.rest.read(GET, &answer).map(Some),
            404 => Ok(None),
            _ => Err(self.rest.refused(GET, &answer)),
        }
    }

    /// Stops a recording by the instance id that it was started with. `false`
    /// when none runs: it has ended by itself, or an earlier try, whose answer
    /// got lost, has stopped it. Answers within 5 seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer.
    pub async fn stop_recording(
        &self,
        room_name: &str,
        instance_id: &str,
    ) -> Result<bool, Trouble> {
        const STOP: &str = "StopRecording";
        let path = ["rooms", room_name, "recordings", "stop"];
        let body = json!({ "type": "cloud", "instanceId": instance_id });
        let answer = self.post(STOP, &path, &body, true).await?;
        match answer.status {
            200 => Ok(true),
            400 | 404 => Ok(false),
            _ => Err(self.rest.refused(STOP, &answer)),
        }
    }

    /// A link to a finished recording's file, good for so many seconds, at
    /// most 12 hours; `None` when Daily has no such recording. Answers within
    /// 5 seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer; or there is no link, but a
    /// sentence in its place.
    pub async fn access_link(
        &self,
        recording_id: &str,
        valid_seconds: u32,
    ) -> Result<Option<AccessLink>, Trouble> {
        const LINK: &str = "GetAccessLink";
        let path = ["recordings", recording_id, "access-link"];
        let valid = valid_seconds.to_string();
        let answer = self.get(LINK, &path, &[("valid_for_secs", &valid)]).await?;
        match answer.status {
            200 => {
                let link: Link = self.rest.read(LINK, &answer)?;
                let is_link = Url::parse(&link.download_link)
                    .is_ok_and(|url| url.scheme() == "https" && url.has_host());
                let expires_at = Timestamp::from_second(link.expires).ok();
                match expires_at.filter(|_| is_link) {
                    Some(expires_at) => Ok(Some(AccessLink {
                        url: link.download_link,
                        expires_at,
                    })),
                    None => Err(self.rest.nonsense(LINK)),
                }
            }
            404 => Ok(None),
            _ => Err(self.rest.refused(LINK, &answer)),
        }
    }
}
