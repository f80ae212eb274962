use outcome::Trouble;
use serde::Deserialize;
use serde_json::json;

use super::{Daily, Room};
use crate::rest::Request;

#[derive(Deserialize)]
struct Presence {
    total_count: u64,
}

impl Daily {
    /// Makes a private room that may be recorded to Daily's cloud.
    ///
    /// When the name is taken, the room that has it is given: with names that
    /// nobody else makes up it is the caller's own, from an earlier try whose
    /// answer got lost. Answers within 10 seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer: then it is not known whether
    /// there is a room, and [`Daily::delete_room`] makes sure that there is none.
    pub async fn create_room(&self, name: &str) -> Result<Room, Trouble> {
        const CREATE: &str = "CreateRoom";
        let body = json!({
            "name": name,
            "privacy": "private",
            "properties": { "enable_recording": "cloud" },
        });
        let answer = self.post(CREATE, &["rooms"], &body, true).await?;
        match answer.status {
            200 => self.rest.read(CREATE, &answer),
            400 => {
                let there = self.room(name).await?;
                there.ok_or_else(|| self.rest.refused(CREATE, &answer))
            }
            _ => Err(self.rest.refused(CREATE, &answer)),
        }
    }

    /// A room; `None` when there is none of this name. Answers within 5 seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer.
    pub async fn room(&self, name: &str) -> Result<Option<Room>, Trouble> {
        const GET: &str = "GetRoom";
        let answer = self.get(GET, &["rooms", name], &[]).await?;
        match answer.status {
            200 => self.rest.read(GET, &answer).map(Some),
            404 => Ok(None),
            _ => Err(self.rest.refused(GET, &answer)),
        }
    }

    /// Removes a room, and everybody from it; one that is gone is fine.
    /// Answers within 5 seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer.
    pub async fn delete_room(&self, name: &str) -> Result<(), Trouble> {
        const DELETE: &str = "DeleteRoom";
        let request = Request {
            operation: DELETE,
            method: "DELETE",
            url: self.rest.url(&["rooms", name]),
            body: None,
            is_repeatable: true,
        };
        let answer = self.rest.call(&request).await?;
        match answer.status {
            200 | 404 => Ok(()),
            _ => Err(self.rest.refused(DELETE, &answer)),
        }
    }

    /// How many people are in a room; `None` when there is no such room.
    /// Answers within 5 seconds.
    ///
    /// # Errors
    ///
    /// Daily fails, throttles or does not answer.
    pub async fn presence(&self, name: &str) -> Result<Option<u64>, Trouble> {
        const PRESENCE: &str = "GetPresence";
        let answer = self
            .get(PRESENCE, &["rooms", name, "presence"], &[])
            .await?;
        match answer.status {
            200 => {
                let presence: Presence = self.rest.read(PRESENCE, &answer)?;
                Ok(Some(presence.total_count))
            }
            404 => Ok(None),
            _ => Err(self.rest.refused(PRESENCE, &answer)),
        }
    }
}
