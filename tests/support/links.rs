use serde_json::{Value, json};

use crate::{Answer, App, Person, unique_id};

/// Where doctors' links live.
pub const LINKS: &str = "/api/v1/sessions";

impl App {
    /// A doctor with a valid token and nothing else.
    pub fn link_keeper(&self) -> Person {
        let id = unique_id("doctor");
        Person {
            caller: self.as_user(&id, "doctor"),
            id,
        }
    }
}

/// A link to a Meet call.
pub fn meet_link() -> Value {
    json!({ "link": "https://meet.google.com/abc-defg-hij", "link_type": "google_meet" })
}

impl Person {
    /// A link of this doctor's; its number.
    pub async fn keeps_link(&self) -> u64 {
        let made = self.post(LINKS, meet_link()).await.expect(201).json();
        made["data"]["id"].as_u64().expect("a number")
    }
}

impl Answer {
    /// The data of a success in seed 000's envelope.
    #[track_caller]
    pub fn data(&self) -> Value {
        let body = self.json();
        let message = body["message"].as_str().unwrap_or_default();
        let keys: Vec<_> = body
            .as_object()
            .into_iter()
            .flat_map(|body| body.keys())
            .collect();
        assert!(
            body["success"] == true
                && !message.is_empty()
                && keys == ["data", "message", "success"],
            "expected a success from {self}"
        );
        body["data"].clone()
    }

    /// Holds seed 000's error shape to the letter, and the message to naming
    /// what is wrong.
    #[track_caller]
    pub fn assert_link_error(&self, status: u16, names: &str) {
        assert!(self.status() == status, "expected {status} from {self}");
        let body = self.json();
        let message = body["message"].as_str().unwrap_or_default();
        let shape = json!({ "success": false, "message": message, "data": null });
        assert!(
            body == shape && !message.is_empty() && message.contains(names),
            "expected an error that names `{names}` from {self}"
        );
    }
}
