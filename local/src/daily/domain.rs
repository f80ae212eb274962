use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::Refusal;
use super::room::{CreateRoom, Participant, Room};
use super::state::{Change, State};
use crate::clock::MovableClock;
use crate::store::{Store, StoreError};

/// A Daily domain: all rooms and recordings of one API key; clones share them.
#[derive(Clone)]
pub(crate) struct Domain {
    pub(super) api_key: Arc<str>,
    state: Arc<Mutex<State>>,
    store: Store,
    clock: MovableClock,
}

impl Domain {
    /// The domain as the store has it.
    pub(crate) fn open(
        api_key: &str,
        store: Store,
        clock: MovableClock,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            api_key: api_key.into(),
            state: Arc::new(Mutex::new(State::open(&store)?)),
            store,
            clock,
        })
    }

    /// Makes a room; its name must be free.
    pub(super) fn create_room(&self, asked: CreateRoom) -> Result<Room, Refusal> {
        self.change(|change| {
            let last = change.state.rooms.last().map_or(0, |room| room.number);
            let room = Room::new(asked, last + 1, change.now)?;
            if change.room(&room.name).is_ok() {
                let info = format!("a room named {} already exists", room.name);
                return Err(Refusal::invalid(info));
            }
            change.save_room(room.clone())?;
            Ok(room)
        })
    }

    /// A room.
    pub(super) fn room(&self, name: &str) -> Result<Room, Refusal> {
        self.change(|change| change.room(name))
    }

    /// All rooms, oldest first.
    pub(super) fn rooms(&self) -> Result<Vec<Room>, Refusal> {
        self.change(|change| Ok(change.state.rooms.clone()))
    }

    /// Removes a room.
    pub(super) fn delete_room(&self, name: &str) -> Result<(), Refusal> {
        self.change(|change| change.remove_room(name))
    }

    /// Who is in a room, as Daily shows them.
    pub(super) fn presence(&self, name: &str) -> Result<Value, Refusal> {
        self.change(|change| Ok(change.room(name)?.presence(change.now)))
    }

    /// Somebody joins a room.
    pub(super) fn join(&self, name: &str, user_name: &str) -> Result<Participant, Refusal> {
        self.change(|change| {
            let mut room = change.room(name)?;
            let participant = room.join(user_name, change.now)?;
            if let Some(running) = change.state.running(name) {
                let mut running = running.clone();
                running.max_participants = running.max_participants.max(room.participants.len());
                change.save_recording(running)?;
            }
            change.save_room(room)?;
            Ok(participant)
        })
    }

    /// Does something after everything that is due by now has happened.
    pub(super) fn change<T>(
        &self,
        apply: impl FnOnce(&mut Change<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut change = Change {
            state: &mut state,
            store: &self.store,
            now: self.clock.now(),
        };
        change.end_due()?;
        apply(&mut change)
    }
}
