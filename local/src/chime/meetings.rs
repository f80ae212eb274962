use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::attendee::{Attendee, Presence};
use super::meeting::{CreateMeeting, Meeting};
use super::state::{Change, KIND, State};
use super::{Refusal, check};
use crate::clock::MovableClock;
use crate::store::{Store, StoreError};

const MOST_ATTENDEES: usize = 250;

/// Where Chime's events go: each is the detail of a `Chime Meeting State
/// Change`.
type Sink = Arc<dyn Fn(Value) + Send + Sync>;

/// All meetings; clones share them.
#[derive(Clone)]
pub(crate) struct Meetings {
    state: Arc<Mutex<State>>,
    store: Store,
    clock: MovableClock,
    sink: Sink,
}

impl Meetings {
    /// The meetings as the store has them.
    pub(crate) fn open(store: Store, clock: MovableClock, sink: Sink) -> Result<Self, StoreError> {
        let mut state = State::default();
        for meeting in store.all::<Meeting>(KIND)? {
            state.remember(meeting);
        }
        Ok(Self {
            state: Arc::new(Mutex::new(state)),
            store,
            clock,
            sink,
        })
    }

    /// Makes a meeting, or gives the one that this token made.
    pub(super) fn create(&self, request: &CreateMeeting) -> Result<Meeting, Refusal> {
        request.check()?;
        self.change(|change| {
            if let Some(made) = change.state.made_by(&request.client_request_token) {
                let refusal =
                    || Refusal::conflict("ClientRequestToken was used with another request");
                return if made.was_asked_by(request) {
                    Ok(made.clone())
                } else {
                    Err(refusal())
                };
            }
            let meeting = Meeting::new(request, change.now);
            change.save(meeting.clone())?;
            change.happened(&meeting, "MeetingStarted", None);
            Ok(meeting)
        })
    }

    /// A live meeting.
    pub(super) fn get(&self, id: &str) -> Result<Meeting, Refusal> {
        self.change(|change| change.live(id))
    }

    /// All live meetings, oldest first.
    pub(super) fn live(&self) -> Result<Vec<Meeting>, Refusal> {
        self.change(|change| change.state.live.iter().map(|id| change.live(id)).collect())
    }

    /// Ends a live meeting.
    pub(super) fn end(&self, id: &str) -> Result<(), Refusal> {
        self.change(|change| {
            let meeting = change.live(id)?;
            change.end(meeting, change.now)
        })
    }

    /// Ends what Chime would have ended by now.
    pub(crate) fn end_due(&self) {
        // A store that fails is told to the next caller.
        let _ = self.change(|_| Ok(()));
    }

    /// Adds an attendee, or gives the one that this user is.
    pub(super) fn add(
        &self,
        id: &str,
        user: &str,
        capabilities: Option<Value>,
    ) -> Result<Attendee, Refusal> {
        check::external_id("ExternalUserId", user)?;
        self.change(|change| {
            let mut meeting = change.live(id)?;
            if let Some(there) = meeting
                .attendees
                .iter()
                .find(|there| there.external_user_id == user)
            {
                return Ok(there.clone());
            }
            if meeting.attendees.len() >= MOST_ATTENDEES {
                return Err(Refusal::limit(format!(
                    "A meeting has at most {MOST_ATTENDEES} attendees"
                )));
            }
            let attendee = Attendee::new(user, capabilities);
            meeting.attendees.push(attendee.clone());
            change.happened(&meeting, "AttendeeAdded", Some(&attendee));
            change.save(meeting)?;
            Ok(attendee)
        })
    }

    /// Takes an attendee out for good.
    pub(super) fn remove(&self, id: &str, attendee_id: &str) -> Result<(), Refusal> {
        self.change(|change| {
            let mut meeting = change.live(id)?;
            let removed = meeting.remove(attendee_id, change.now);
            let attendee = removed.ok_or_else(|| Refusal::not_found("attendee"))?;
            change.happened(&meeting, "AttendeeDeleted", Some(&attendee));
            change.save(meeting)
        })
    }

    /// The browser's side: somebody comes in or goes out.
    pub(super) fn moved(
        &self,
        id: &str,
        attendee_id: &str,
        presence: Presence,
    ) -> Result<Attendee, Refusal> {
        self.change(|change| {
            let mut meeting = change.live(id)?;
            let moved = meeting.moved(attendee_id, presence, change.now);
            let attendee = moved.ok_or_else(|| Refusal::not_found("attendee"))?;
            let kind = match presence {
                Presence::Added => "AttendeeAdded",
                Presence::Joined => "AttendeeJoined",
                Presence::Left => "AttendeeLeft",
                Presence::Dropped => "AttendeeDropped",
            };
            change.happened(&meeting, kind, Some(&attendee));
            change.save(meeting)?;
            Ok(attendee)
        })
    }

    /// Does something after everything that is due by now has happened.
    fn change<T>(
        &self,
        apply: impl FnOnce(&mut Change<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.moment();
        let mut change = Change {
            state: &mut state,
            store: &self.store,
            now,
            events: Vec::new(),
        };
        let applied = change.end_due().and_then(|()| apply(&mut change));
        let events = change.events;
        drop(state);
        events.into_iter().for_each(|event| (self.sink)(event));
        applied
    }
}
