use std::collections::HashMap;

use jiff::Timestamp;

use super::Refusal;
use super::room::Room;
use crate::store::{Store, StoreError};

/// What the store calls a room.
const KIND: &str = "twilio-room";

/// All rooms, as they are now.
#[derive(Default)]
pub(super) struct State {
    /// By SID, those that are over too.
    rooms: HashMap<String, Room>,
    /// The SIDs of those in progress by their unique names.
    in_progress: HashMap<String, String>,
}

impl State {
    pub(super) fn open(store: &Store) -> Result<Self, StoreError> {
        let mut state = Self::default();
        for room in store.all::<Room>(KIND)? {
            state.remember(room);
        }
        Ok(state)
    }

    fn remember(&mut self, room: Room) {
        if room.is_in_progress() {
            self.in_progress
                .insert(room.unique_name.clone(), room.sid.clone());
        } else if self.in_progress.get(&room.unique_name) == Some(&room.sid) {
            self.in_progress.remove(&room.unique_name);
        }
        self.rooms.insert(room.sid.clone(), room);
    }

    pub(super) fn named(&self, unique_name: &str) -> Option<&Room> {
        self.rooms.get(self.in_progress.get(unique_name)?)
    }
}

/// One change in the making.
pub(super) struct Change<'a> {
    pub(super) state: &'a mut State,
    pub(super) store: &'a Store,
    pub(super) now: Timestamp,
}

impl Change<'_> {
    pub(super) fn find(&self, sid_or_name: &str) -> Result<Room, Refusal> {
        let by_sid = self.state.rooms.get(sid_or_name);
        let found = by_sid.or_else(|| self.state.named(sid_or_name)).cloned();
        found.ok_or_else(|| Refusal::not_found(&format!("/Rooms/{sid_or_name}")))
    }

    pub(super) fn save(&mut self, room: Room) -> Result<Room, Refusal> {
        let stored = self.store.put(KIND, &room.sid, &room);
        stored.map_err(|_| Refusal::failure())?;
        self.state.remember(room.clone());
        Ok(room)
    }

    pub(super) fn end_due(&mut self) -> Result<(), Refusal> {
        let in_progress = self.state.in_progress.values();
        let due: Vec<(Room, Timestamp)> = in_progress
            .filter_map(|sid| self.state.rooms.get(sid))
            .filter_map(|room| Some((room.clone(), room.due_at()?)))
            .filter(|(_, due_at)| *due_at <= self.now)
            .collect();
        for (mut room, due_at) in due {
            room.end(due_at);
            self.save(room)?;
        }
        Ok(())
    }
}
