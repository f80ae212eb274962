use ids::{Actor, UserId};
use jiff::Timestamp;

use crate::model::{Consultation, EventType, LiveMeeting, Party, Status};

/// Who caused something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// One of the two.
    Party(Party, UserId),
    /// An admin.
    Admin(UserId),
    /// Nobody: time, or another system.
    System,
}

impl By {
    /// The caller, as what he is in this consultation: one of the two by the
    /// id, whatever roles the token has.
    pub fn actor(consultation: &Consultation, actor: &Actor) -> Option<Self> {
        match consultation.party_of(&actor.id) {
            Some(party) => Some(Self::Party(party, actor.id.clone())),
            None => actor.is_admin.then(|| Self::Admin(actor.id.clone())),
        }
    }

    /// The user, if there is one.
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Self::Party(_, id) | Self::Admin(id) => Some(id),
            Self::System => None,
        }
    }

    /// The same as an admin, where only an admin may do what one of the two
    /// does who is an admin too.
    pub(super) fn acting_as_admin(self, actor: &Actor) -> Self {
        match self {
            Self::Party(_, id) if actor.is_admin => Self::Admin(id),
            by => by,
        }
    }

    /// Who does what is the doctor's, or an admin's, to do.
    pub(super) fn doctor(self, actor: &Actor) -> Option<Self> {
        match self {
            Self::Party(Party::Patient, _) => actor.is_admin.then(|| self.acting_as_admin(actor)),
            by => Some(by),
        }
    }

    /// The role that acted, as descriptions name it.
    pub fn role(&self) -> &'static str {
        match self {
            Self::Party(Party::Doctor, _) => "doctor",
            Self::Party(Party::Patient, _) => "patient",
            Self::Admin(_) => "admin",
            Self::System => "system",
        }
    }
}

/// One thing that happened, for the audit trail and the bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What.
    pub event_type: EventType,
    /// By whom; none is the system.
    pub user: Option<UserId>,
    /// Where the consultation stood after it.
    pub status: Status,
    /// In words.
    pub description: String,
}

/// What a command makes of a consultation, and what is to be told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The consultation after it.
    pub after: Consultation,
    /// What happened, in order.
    pub happened: Vec<Happened>,
    /// The meeting that nobody needs any more: to be ended at Chime.
    pub over: Option<String>,
    /// When, in whole seconds. Never before what happened last.
    pub at: Timestamp,
    /// The same, as exactly as it is known.
    pub(super) moment: Timestamp,
}

impl Change {
    /// Nothing yet.
    pub(super) fn of(consultation: &Consultation, now: Timestamp) -> Self {
        let moment = now.max(consultation.updated_at);
        let at = whole_seconds(moment);
        let mut after = consultation.clone();
        after.updated_at = at;
        Self {
            after,
            happened: Vec::new(),
            over: None,
            at,
            moment,
        }
    }

    pub(super) fn record(
        &mut self,
        event_type: EventType,
        user: Option<&UserId>,
        description: impl Into<String>,
    ) {
        self.after.events += 1;
        self.happened.push(Happened {
            event_type,
            user: user.cloned(),
            status: self.after.status,
            description: description.into(),
        });
    }

    /// One of the two comes in, known since `since`.
    pub(super) fn comes_in(&mut self, party: Party, since: Timestamp) {
        let at = self.at;
        let presence = self.after.presence_mut(party);
        presence.joined_at.get_or_insert(at);
        presence.left_at = None;
        presence.changed_at = Some(since);
        self.after.actual_start.get_or_insert(at);
        self.after.status = match self.after.status {
            Status::Scheduled | Status::Waiting if !self.after.presence(party.other()).is_in() => {
                Status::Waiting
            }
            _ => Status::Active,
        };
        let (event_type, description) = match party {
            Party::Doctor => (EventType::DoctorJoined, "Doctor joined the session"),
            Party::Patient => (EventType::PatientJoined, "Patient joined the session"),
        };
        let user = self.after.user(party).clone();
        self.record(event_type, Some(&user), description);
    }

    /// One who is in goes out, at a time known as `when`.
    pub(super) fn goes_out(&mut self, party: Party, when: Timestamp, cause: Option<&'static str>) {
        let at = self.at;
        let presence = self.after.presence_mut(party);
        // Nobody leaves before coming, nor later than now, whatever Chime's
        // clock says.
        let came = presence.changed_at.map(|came| whole_seconds(came).min(at));
        presence.left_at = Some(whole_seconds(when)).max(presence.joined_at).max(came);
        presence.changed_at = Some(when);
        let (event_type, description) = match party {
            Party::Doctor => (EventType::DoctorLeft, "Doctor left the session"),
            Party::Patient => (EventType::PatientLeft, "Patient left the session"),
        };
        let user = self.after.user(party).clone();
        match cause {
            // Nobody wanted it.
            Some(cause) => self.record(event_type, None, format!("{description} ({cause})")),
            None => self.record(event_type, Some(&user), description),
        }
    }

    /// Whoever is in goes out.
    pub(super) fn all_go_out(&mut self, when: Timestamp, cause: Option<&'static str>) {
        for party in [Party::Doctor, Party::Patient] {
            if self.after.presence(party).is_in() {
                self.goes_out(party, when, cause);
            }
        }
    }

    /// The meeting that is on is over, whoever ended it.
    pub(super) fn meeting_gone(&mut self) -> Option<LiveMeeting> {
        let gone = self.after.meeting.take()?;
        self.after.meetings_ended = gone.ended_before + 1;
        Some(gone)
    }

    /// Nothing more becomes of it: its meeting is to be ended.
    pub(super) fn close(&mut self, status: Status) {
        self.after.status = status;
        self.over = self.meeting_gone().map(|gone| gone.meeting_id);
        if self.after.actual_start.is_some() && self.after.actual_end.is_none() {
            self.after.actual_end = Some(self.at);
        }
    }

    /// When the last of the two left, as far as somebody did.
    pub(super) fn last_leave(&self) -> Option<Timestamp> {
        self.after.doctor.left_at.max(self.after.patient.left_at)
    }

    /// It is completed. It ended at `end`, but not before it began.
    pub(super) fn complete(&mut self, end: Timestamp, user: Option<&UserId>, description: &str) {
        let end = self.after.actual_start.map_or(end, |start| start.max(end));
        self.after.actual_end = Some(end);
        self.close(Status::Completed);
        self.record(EventType::SessionCompleted, user, description);
    }
}

/// What is stored and answered has no fractions.
fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
