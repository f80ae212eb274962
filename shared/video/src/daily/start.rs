use std::time::Duration;

use http_client::Answer;
use outcome::Trouble;
use serde::Deserialize;
use serde_json::json;

use super::{Daily, Recording, RecordingStatus, Start, StartRecording};

const START: &str = "StartRecording";

/// The call, and all that is asked about its answer.
const ALL: Duration = Duration::from_secs(8);

/// Daily may list a recording a moment after it has started.
const LISTED_AFTER: Duration = Duration::from_millis(700);

/// Clocks may differ by so many seconds.
const SKEW_SECONDS: i64 = 5;

#[derive(Deserialize)]
struct Started {
    #[serde(rename = "recordingId")]
    recording_id: Option<String>,
}

impl Daily {
    /// Starts recording a room to Daily's cloud. Answers within 8 seconds.
    ///
    /// A start is sent once, unless Daily has surely not taken it: a second
    /// one would be told that a recording runs.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer: then it is not known whether
    /// a recording runs, and [`Daily::stop_recording`] with the same instance
    /// id makes sure that it does not.
    pub async fn start_recording(&self, asked: &StartRecording<'_>) -> Result<Start, Trouble> {
        match tokio::time::timeout(ALL, self.start(asked)).await {
            Ok(started) => started,
            Err(_) => Err(Trouble::Unavailable(
                "Daily StartRecording took too long".into(),
            )),
        }
    }

    async fn start(&self, asked: &StartRecording<'_>) -> Result<Start, Trouble> {
        let path = ["rooms", asked.room_name, "recordings", "start"];
        let body = json!({ "type": "cloud", "instanceId": asked.instance_id });
        let answer = self.post(START, &path, &body, false).await?;
        match answer.status {
            200 => {
                let started: Started = self.rest.read(START, &answer)?;
                let recording_id = match started.recording_id {
                    Some(id) => Some(id),
                    None => self.find_started(asked).await,
                };
                Ok(Start::Started { recording_id })
            }
            400 | 404 => self.why_not(asked, &answer).await,
            _ => Err(self.rest.refused(START, &answer)),
        }
    }

    /// The id of what was just started. That it is not found makes the start
    /// no failure.
    async fn find_started(&self, asked: &StartRecording<'_>) -> Option<String> {
        let since = asked.asked_at.as_second() - SKEW_SECONDS;
        let is_new = |recording: &Recording| recording.start_ts >= since && in_progress(recording);
        for _ in 0..2 {
            let listed = self.recordings(asked.room_name).await.unwrap_or_default();
            if let Some(found) = listed.into_iter().find(is_new) {
                return Some(found.id);
            }
            tokio::time::sleep(LISTED_AFTER).await;
        }
        None
    }

    /// Daily documents neither which status means what nor a code for it.
    async fn why_not(&self, asked: &StartRecording<'_>, answer: &Answer) -> Result<Start, Trouble> {
        match self.presence(asked.room_name).await? {
            None => return Ok(Start::NoRoom),
            Some(0) => return Ok(Start::NobodyThere),
            Some(_) => {}
        }
        let listed = self.recordings(asked.room_name).await?;
        if listed.iter().any(in_progress) {
            Ok(Start::AlreadyRunning)
        } else {
            Err(self.rest.refused(START, answer))
        }
    }
}

fn in_progress(recording: &Recording) -> bool {
    recording.status == RecordingStatus::InProgress
}
