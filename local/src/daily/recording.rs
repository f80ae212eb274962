use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Refusal;

/// `maxDuration` when none is asked for, in seconds.
const LONGEST_SECONDS: i64 = 15_000;

/// What a recording is started with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StartRecording {
    #[serde(rename = "type")]
    kind: Option<String>,
    instance_id: Option<Uuid>,
    max_duration: Option<i64>,
}

/// What a recording is stopped with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StopRecording {
    pub(super) instance_id: Option<Uuid>,
}

/// A recording: running, stopped, or processed.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Recording {
    pub(super) id: String,
    /// They are started in this order.
    pub(super) number: u64,
    pub(super) room_name: String,
    pub(super) instance_id: Uuid,
    pub(super) max_participants: usize,
    session_id: Uuid,
    started_at: Timestamp,
    stops_at: Timestamp,
    stopped_at: Option<Timestamp>,
    is_finished: bool,
}

impl Recording {
    pub(super) fn new(
        asked: &StartRecording,
        room_name: &str,
        number: u64,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let kind = asked.kind.as_deref().unwrap_or("cloud");
        if !matches!(kind, "cloud" | "cloud-audio-only" | "raw-tracks") {
            return Err(Refusal::invalid("type is not valid"));
        }
        let longest = asked.max_duration.unwrap_or(LONGEST_SECONDS);
        let stops_at = now
            .checked_add(SignedDuration::from_secs(longest))
            .map_err(|_| Refusal::invalid("maxDuration is not valid"))?;
        Ok(Self {
            id: Uuid::new_v4().to_string(),
            number,
            room_name: room_name.to_owned(),
            instance_id: asked.instance_id.unwrap_or_default(),
            max_participants: 0,
            session_id: Uuid::new_v4(),
            started_at: now,
            stops_at,
            stopped_at: None,
            is_finished: false,
        })
    }

    pub(super) fn is_running(&self) -> bool {
        self.stopped_at.is_none()
    }

    pub(super) fn is_finished(&self) -> bool {
        self.is_finished
    }

    /// When Daily stops it by itself, if nobody does before.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        self.is_running().then_some(self.stops_at)
    }

    pub(super) fn stop(&mut self, at: Timestamp) {
        self.stopped_at.get_or_insert(at);
    }

    /// It has been processed; one that still runs has ended before that.
    pub(super) fn finish(&mut self, now: Timestamp) {
        self.stop(now);
        self.is_finished = true;
    }

    /// As Daily shows it.
    pub(super) fn shape(&self) -> Value {
        let status = match self.is_finished {
            true => "finished",
            false => "in-progress",
        };
        let mut shape = json!({
            "id": self.id,
            "room_name": self.room_name,
            "start_ts": self.started_at.as_second(),
            "status": status,
            "max_participants": self.max_participants,
            "s3key": format!("sessions/{}/{}", self.room_name, self.id),
            "mtgSessionId": self.session_id,
        });
        if let (Some(stopped_at), true) = (self.stopped_at, self.is_finished) {
            let seconds = stopped_at.as_second() - self.started_at.as_second();
            shape["duration"] = json!(seconds.max(0));
        }
        shape
    }
}
