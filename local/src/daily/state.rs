use jiff::Timestamp;

use super::Refusal;
use super::recording::Recording;
use super::room::Room;
use crate::store::{Store, StoreError};

/// What the store calls a room, and a recording.
const ROOM: &str = "daily-room";
const RECORDING: &str = "daily-recording";

/// All rooms and recordings, as they are now, oldest first. Recordings outlive
/// their rooms.
pub(super) struct State {
    pub(super) rooms: Vec<Room>,
    pub(super) recordings: Vec<Recording>,
}

/// One change in the making.
pub(super) struct Change<'a> {
    pub(super) state: &'a mut State,
    pub(super) store: &'a Store,
    pub(super) now: Timestamp,
}

impl State {
    pub(super) fn open(store: &Store) -> Result<Self, StoreError> {
        let mut rooms: Vec<Room> = store.all(ROOM)?;
        rooms.sort_by_key(|room| room.number);
        let mut recordings: Vec<Recording> = store.all(RECORDING)?;
        recordings.sort_by_key(|recording| recording.number);
        Ok(Self { rooms, recordings })
    }

    pub(super) fn running(&self, room_name: &str) -> Option<&Recording> {
        let mut newest_first = self.recordings.iter().rev();
        newest_first.find(|recording| recording.is_running() && recording.room_name == room_name)
    }
}

impl Change<'_> {
    pub(super) fn room(&self, name: &str) -> Result<Room, Refusal> {
        let found = self.state.rooms.iter().find(|room| room.name == name);
        let nobody = || Refusal::not_found(format!("room {name} not found"));
        found.cloned().ok_or_else(nobody)
    }

    pub(super) fn recording(&self, id: &str) -> Result<Recording, Refusal> {
        let found = self.state.recordings.iter().find(|there| there.id == id);
        let nobody = || Refusal::not_found("recording not found");
        found.cloned().ok_or_else(nobody)
    }

    pub(super) fn save_room(&mut self, room: Room) -> Result<(), Refusal> {
        let stored = self.store.put(ROOM, &room.name, &room);
        stored.map_err(|_| Refusal::failure())?;
        let rooms = &mut self.state.rooms;
        match rooms.iter_mut().find(|there| there.name == room.name) {
            Some(there) => *there = room,
            None => rooms.push(room),
        }
        Ok(())
    }

    /// A room that goes takes everybody and what records them along.
    pub(super) fn remove_room(&mut self, name: &str) -> Result<(), Refusal> {
        self.room(name)?;
        self.stop(name, self.now)?;
        let removed = self.store.remove(ROOM, name);
        removed.map_err(|_| Refusal::failure())?;
        self.state.rooms.retain(|room| room.name != name);
        Ok(())
    }

    pub(super) fn save_recording(&mut self, recording: Recording) -> Result<(), Refusal> {
        let stored = self.store.put(RECORDING, &recording.id, &recording);
        stored.map_err(|_| Refusal::failure())?;
        let all = &mut self.state.recordings;
        match all.iter_mut().find(|there| there.id == recording.id) {
            Some(there) => *there = recording,
            None => all.push(recording),
        }
        Ok(())
    }

    /// Stops what records a room; nothing may.
    fn stop(&mut self, room_name: &str, at: Timestamp) -> Result<(), Refusal> {
        let Some(mut recording) = self.state.running(room_name).cloned() else {
            return Ok(());
        };
        recording.stop(at);
        self.save_recording(recording)
    }

    /// Does what Daily has done by itself by now.
    pub(super) fn end_due(&mut self) -> Result<(), Refusal> {
        let now = self.now;
        let recordings = self.state.recordings.iter();
        let due: Vec<(Recording, Timestamp)> = recordings
            .filter_map(|recording| Some((recording.clone(), recording.due_at()?)))
            .filter(|(_, due_at)| *due_at <= now)
            .collect();
        for (mut recording, due_at) in due {
            recording.stop(due_at);
            self.save_recording(recording)?;
        }
        let rooms = self.state.rooms.iter();
        let over: Vec<Room> = rooms.filter(|room| room.ejects(now)).cloned().collect();
        for mut room in over {
            self.stop(&room.name, now)?;
            room.participants.clear();
            self.save_room(room)?;
        }
        Ok(())
    }
}
