use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::Refusal;
use super::attendee::Attendee;
use super::meeting::Meeting;
use crate::store::Store;

/// What the store calls a meeting.
pub(super) const KIND: &str = "chime-meeting";

/// All meetings, as they are now.
#[derive(Default)]
pub(super) struct State {
    /// Ended ones too, for their tokens.
    meetings: HashMap<String, Meeting>,
    pub(super) live: Vec<String>,
    by_token: HashMap<String, String>,
}

/// One change in the making: what it needs, and the events it causes.
pub(super) struct Change<'a> {
    pub(super) state: &'a mut State,
    pub(super) store: &'a Store,
    pub(super) now: Timestamp,
    pub(super) events: Vec<Value>,
}

impl State {
    pub(super) fn remember(&mut self, meeting: Meeting) {
        self.by_token
            .insert(meeting.token.clone(), meeting.id.clone());
        let is_live = self.live.contains(&meeting.id);
        match (meeting.ended, is_live) {
            (true, true) => self.live.retain(|id| *id != meeting.id),
            (false, false) => self.live.push(meeting.id.clone()),
            _ => {}
        }
        self.meetings.insert(meeting.id.clone(), meeting);
    }

    pub(super) fn made_by(&self, token: &str) -> Option<&Meeting> {
        self.meetings.get(self.by_token.get(token)?)
    }
}

impl Change<'_> {
    pub(super) fn live(&self, id: &str) -> Result<Meeting, Refusal> {
        let meeting = self.state.meetings.get(id).filter(|meeting| !meeting.ended);
        meeting
            .cloned()
            .ok_or_else(|| Refusal::not_found("meeting"))
    }

    pub(super) fn end_due(&mut self) -> Result<(), Refusal> {
        let live = self
            .state
            .live
            .iter()
            .filter_map(|id| self.state.meetings.get(id));
        let due: Vec<Meeting> = live
            .filter(|meeting| meeting.due_at() <= self.now)
            .cloned()
            .collect();
        for meeting in due {
            let due_at = meeting.due_at();
            self.end(meeting, due_at)?;
        }
        Ok(())
    }

    pub(super) fn end(&mut self, mut meeting: Meeting, at: Timestamp) -> Result<(), Refusal> {
        meeting.ended = true;
        self.events.push(meeting.event("MeetingEnded", None, at));
        self.save(meeting)
    }

    pub(super) fn save(&mut self, meeting: Meeting) -> Result<(), Refusal> {
        self.store
            .put(KIND, &meeting.id, &meeting)
            .map_err(Refusal::failure)?;
        self.state.remember(meeting);
        Ok(())
    }

    pub(super) fn happened(&mut self, meeting: &Meeting, kind: &str, attendee: Option<&Attendee>) {
        self.events.push(meeting.event(kind, attendee, self.now));
    }
}
