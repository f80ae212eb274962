use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Answer, App};

/// Between a commit and what follows from it lie the stream, the relay, the
/// bus and a function.
const PATIENCE: Duration = Duration::from_secs(20);

/// Looks until there is something to be seen.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(
            started.elapsed() < PATIENCE,
            "not within {PATIENCE:?}: {what}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The platform's own controls.
impl App {
    /// Sets the clock that the functions see.
    pub async fn set_clock(&self, now: &str) {
        self.anonymous()
            .put("/_local/clock", json!({ "now": now }))
            .await
            .expect(200);
    }

    /// Moves that clock.
    pub async fn advance(&self, seconds: i64) {
        self.anonymous()
            .put("/_local/clock", json!({ "advance_seconds": seconds }))
            .await
            .expect(200);
    }

    /// Makes the next calls of a service fail.
    pub async fn fault(&self, service: &str, operation: &str, kind: &str, count: u32) {
        let fault =
            json!({ "service": service, "operation": operation, "kind": kind, "count": count });
        let answer = self.anonymous().put("/_local/faults", fault).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// Everything works again.
    pub async fn clear_faults(&self) {
        let answer = self.anonymous().delete("/_local/faults").await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// The live Chime meetings of a session, with their attendees.
    pub async fn chime_meetings_of(&self, session_id: &str) -> Vec<Value> {
        let named = |entry: &Value| entry["Meeting"].to_string().contains(session_id);
        self.chime_meetings()
            .await
            .into_iter()
            .filter(named)
            .collect()
    }

    /// Returns once a session has no live Chime meeting: what an event ends is
    /// ended after it was stored.
    pub async fn until_no_meeting_of(&self, session_id: &str) {
        until("the end of the meeting", async || {
            let meetings = self.chime_meetings_of(session_id).await;
            meetings.is_empty().then_some(())
        })
        .await;
    }

    /// All live Chime meetings, with their attendees.
    pub async fn chime_meetings(&self) -> Vec<Value> {
        let meetings = self
            .anonymous()
            .get("/_local/chime/meetings")
            .await
            .expect(200)
            .json();
        meetings["meetings"]
            .as_array()
            .expect("a list of meetings")
            .clone()
    }

    /// Lets Chime end a meeting behind everybody's back.
    pub async fn expire_meeting(&self, meeting_id: &str) {
        let path = format!("/_local/chime/meetings/{meeting_id}/expire");
        let answer = self.anonymous().post(&path, json!({})).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// What somebody's browser does in a meeting: `joined`, `left` or
    /// `dropped`, with Chime's event.
    pub async fn chime_moves(&self, meeting_id: &str, attendee_id: &str, how: &str) {
        let path = format!("/_local/chime/meetings/{meeting_id}/attendees/{attendee_id}/{how}");
        let answer = self.anonymous().post(&path, json!({})).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// Puts an event on the bus, as another system would.
    pub async fn emit(&self, source: &str, detail_type: &str, detail: &Value) {
        let event = json!({ "source": source, "detail-type": detail_type, "detail": detail });
        let answer = self.anonymous().post("/_local/events", event).await;
        assert!(answer.status() < 300, "{answer}");
    }

    /// The envelopes that were put on the bus from a source, oldest first.
    pub async fn bus_events(&self, source: &str) -> Vec<Value> {
        let path = format!("/_local/events?source={source}");
        let events = self.anonymous().get(&path).await.expect(200).json();
        events["events"].as_array().expect("a list").clone()
    }

    /// What could not be handled, and why.
    pub async fn dead_letters(&self) -> Vec<Value> {
        let path = "/_local/dead-letters";
        let letters = self.anonymous().get(path).await.expect(200).json();
        letters["messages"].as_array().expect("a list").clone()
    }

    /// Invokes a function by its folder's name.
    pub async fn invoke(&self, function: &str, event: &Value) -> Answer {
        let path = format!("/_local/functions/{function}/invoke");
        self.anonymous().post(&path, event.clone()).await
    }
}
