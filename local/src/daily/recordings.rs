use jiff::Timestamp;

use super::recording::{Recording, StartRecording, StopRecording};
use super::{Domain, Refusal};

impl Domain {
    /// Starts recording a room in which a call is on.
    pub(super) fn start(&self, name: &str, asked: &StartRecording) -> Result<Recording, Refusal> {
        self.change(|change| {
            let room = change.room(name)?;
            if !room.is_recordable() {
                return Err(Refusal::invalid("recording is not enabled for the room"));
            }
            if room.participants.is_empty() {
                let info = format!("room {name} is not hosting a call");
                return Err(Refusal::not_found(info));
            }
            if change.state.running(name).is_some() {
                return Err(Refusal::invalid("the room has an active recording"));
            }
            let last = change.state.recordings.last();
            let number = last.map_or(0, |recording| recording.number) + 1;
            let mut recording = Recording::new(asked, name, number, change.now)?;
            recording.max_participants = room.participants.len();
            change.save_recording(recording.clone())?;
            Ok(recording)
        })
    }

    /// Stops what records a room: the instance that is named, or the only one.
    pub(super) fn stop(&self, name: &str, asked: &StopRecording) -> Result<(), Refusal> {
        self.change(|change| {
            change.room(name)?;
            let running = change.state.running(name).cloned();
            let named = running.filter(|recording| {
                asked
                    .instance_id
                    .is_none_or(|instance_id| recording.instance_id == instance_id)
            });
            let mut recording =
                named.ok_or_else(|| Refusal::invalid("the room has no active recording"))?;
            recording.stop(change.now);
            change.save_recording(recording)
        })
    }

    /// A recording.
    pub(super) fn recording(&self, id: &str) -> Result<Recording, Refusal> {
        self.change(|change| change.recording(id))
    }

    /// A recording, and now.
    pub(super) fn recording_now(&self, id: &str) -> Result<(Recording, Timestamp), Refusal> {
        self.change(|change| Ok((change.recording(id)?, change.now)))
    }

    /// The recordings of a room, or all, newest first.
    pub(super) fn recordings(&self, room_name: Option<&str>) -> Result<Vec<Recording>, Refusal> {
        self.change(|change| {
            let newest_first = change.state.recordings.iter().rev();
            let of_room =
                |recording: &&Recording| room_name.is_none_or(|name| recording.room_name == name);
            Ok(newest_first.filter(of_room).cloned().collect())
        })
    }

    /// A recording has been processed.
    pub(super) fn finish(&self, id: &str) -> Result<Recording, Refusal> {
        self.change(|change| {
            let mut recording = change.recording(id)?;
            recording.finish(change.now);
            change.save_recording(recording.clone())?;
            Ok(recording)
        })
    }
}
