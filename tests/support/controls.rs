use serde_json::{Value, json};

use crate::App;

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
}
