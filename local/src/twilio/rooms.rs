use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;

use super::Refusal;
use super::participant::Participant;
use super::room::Room;
use super::state::{Change, State};
use crate::clock::MovableClock;
use crate::store::{Store, StoreError};

/// Whose calls are taken: an account's API key.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) account_sid: String,
    pub(crate) key_sid: String,
    pub(crate) key_secret: String,
}

/// All rooms; clones share them.
#[derive(Clone)]
pub(crate) struct Rooms {
    pub(super) account: Arc<Account>,
    state: Arc<Mutex<State>>,
    store: Store,
    clock: MovableClock,
}

impl Rooms {
    /// The rooms as the store has them.
    pub(crate) fn open(
        account: Account,
        store: Store,
        clock: MovableClock,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            account: Arc::new(account),
            state: Arc::new(Mutex::new(State::open(&store)?)),
            store,
            clock,
        })
    }

    /// A room by its SID, or by its unique name while it is in progress.
    pub(super) fn get(&self, sid_or_name: &str) -> Result<Room, Refusal> {
        self.change(|change| change.find(sid_or_name))
    }

    /// Makes a room; its name must be free.
    pub(super) fn create(&self, unique_name: Option<String>) -> Result<Room, Refusal> {
        self.change(|change| {
            let taken = unique_name
                .as_ref()
                .is_some_and(|name| change.state.named(name).is_some());
            if taken {
                return Err(Refusal::new(StatusCode::BAD_REQUEST, 53113, "Room exists"));
            }
            change.save(Room::new(unique_name, change.now))
        })
    }

    /// Ends a room.
    pub(super) fn complete(&self, sid_or_name: &str) -> Result<Room, Refusal> {
        self.change(|change| {
            let mut room = change.find(sid_or_name)?;
            if room.is_in_progress() {
                room.end(change.now);
            }
            change.save(room)
        })
    }

    /// Somebody connects to a room by its name, which makes it.
    pub(super) fn connect(
        &self,
        unique_name: &str,
        identity: &str,
    ) -> Result<(Room, Participant), Refusal> {
        self.change(|change| {
            let room = change.state.named(unique_name).cloned();
            let mut room =
                room.unwrap_or_else(|| Room::new(Some(unique_name.to_owned()), change.now));
            let participant = room.connect(identity, change.now)?;
            Ok((change.save(room)?, participant))
        })
    }

    /// Somebody disconnects from a room by its name.
    pub(super) fn disconnect(
        &self,
        unique_name: &str,
        identity: &str,
    ) -> Result<(Room, Participant), Refusal> {
        let nobody =
            || Refusal::not_found(&format!("/Rooms/{unique_name}/Participants/{identity}"));
        self.change(|change| {
            let mut room = change
                .state
                .named(unique_name)
                .cloned()
                .ok_or_else(nobody)?;
            let gone = room.disconnect(identity, change.now).ok_or_else(nobody)?;
            Ok((change.save(room)?, gone))
        })
    }

    /// Does something after everything that is due by now has happened.
    fn change<T>(
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
