use ids::UserId;
use live::model::{
    LiveSessionId, RoomName, ScheduledSession, ScheduledSessionId, ScheduledStatus, SessionPointer,
};
use live::store::{Linked, Seen};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Identity, milliseconds};

/// A scheduled session, as those who change it see it.
#[derive(Serialize, ToSchema)]
pub struct ScheduledSessionView {
    #[serde(rename = "_id")]
    #[schema(value_type = String, format = "uuid")]
    id: ScheduledSessionId,
    /// The instructor's user id.
    #[schema(value_type = String, example = "ada")]
    instructor: UserId,
    #[serde(rename = "startsAt")]
    #[schema(format = DateTime, example = "2027-12-26T15:00:00.000Z")]
    starts_at: String,
    /// `scheduled`, `live` or `finished`.
    #[schema(value_type = String, example = "scheduled")]
    status: ScheduledStatus,
    /// The live session that it is linked to.
    #[serde(rename = "sessionId")]
    #[schema(value_type = Option<String>, format = "uuid")]
    session_id: Option<LiveSessionId>,
}

impl From<Linked> for ScheduledSessionView {
    fn from(of: Linked) -> Self {
        Self {
            session_id: of.session_id,
            ..of.scheduled.into()
        }
    }
}

/// Of one that was just made, and whose link is there.
impl From<ScheduledSession> for ScheduledSessionView {
    fn from(of: ScheduledSession) -> Self {
        Self {
            id: of.scheduled_session_id,
            instructor: of.instructor,
            starts_at: milliseconds(of.starts_at),
            status: of.status,
            session_id: of.session_id,
        }
    }
}

/// An instructor.
#[derive(Serialize, ToSchema)]
pub struct InstructorView {
    #[serde(rename = "_id")]
    #[schema(value_type = String, example = "ada")]
    id: UserId,
    /// The name of the profile; null without one.
    #[schema(example = "John Doe")]
    name: Option<String>,
    /// Only there with a valid token; null where the profile has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "john@example.com")]
    email: Option<Option<String>>,
}

/// A scheduled session in a list.
#[derive(Serialize, ToSchema)]
pub struct ScheduledRow {
    #[serde(rename = "_id")]
    #[schema(value_type = String, format = "uuid")]
    id: ScheduledSessionId,
    instructor: InstructorView,
    #[serde(rename = "startsAt")]
    #[schema(format = DateTime, example = "2027-12-26T15:00:00.000Z")]
    starts_at: String,
    /// `scheduled`, `live` or `finished`.
    #[schema(value_type = String, example = "scheduled")]
    status: ScheduledStatus,
    /// The live session that it is linked to; null when that is deleted.
    #[serde(rename = "sessionId")]
    #[schema(value_type = Option<String>, format = "uuid")]
    session_id: Option<LiveSessionId>,
}

/// A scheduled session by itself.
#[derive(Serialize, ToSchema)]
pub struct ScheduledDetails {
    #[serde(rename = "_id")]
    #[schema(value_type = String, format = "uuid")]
    id: ScheduledSessionId,
    instructor: InstructorView,
    #[serde(rename = "startsAt")]
    #[schema(format = DateTime, example = "2027-12-26T15:00:00.000Z")]
    starts_at: String,
    /// `scheduled`, `live` or `finished`.
    #[schema(value_type = String, example = "scheduled")]
    status: ScheduledStatus,
    /// The live session that it is linked to; null when that is deleted.
    #[serde(rename = "sessionId")]
    session: Option<LinkedSession>,
}

/// The live session that a scheduled one is linked to.
#[derive(Serialize, ToSchema)]
pub struct LinkedSession {
    #[serde(rename = "_id")]
    #[schema(value_type = String, format = "uuid")]
    id: LiveSessionId,
    #[serde(rename = "roomName")]
    #[schema(value_type = String, example = "introduction-to-node-js-a1b2c3")]
    room_name: RoomName,
    #[schema(example = "Introduction to Node.js")]
    title: String,
}

impl From<SessionPointer> for LinkedSession {
    fn from(of: SessionPointer) -> Self {
        Self {
            id: of.session_id,
            room_name: of.room_name,
            title: of.title,
        }
    }
}

impl ScheduledRow {
    /// What a caller, if there is one, sees in a list.
    pub(crate) fn of(seen: Seen, caller: Option<&Identity>) -> Self {
        let instructor = InstructorView::of(&seen, caller);
        Self {
            id: seen.scheduled.scheduled_session_id,
            instructor,
            starts_at: milliseconds(seen.scheduled.starts_at),
            status: seen.scheduled.status,
            session_id: seen.session.map(|session| session.session_id),
        }
    }
}

impl ScheduledDetails {
    /// What a caller, if there is one, sees.
    pub(crate) fn of(seen: Seen, caller: Option<&Identity>) -> Self {
        let instructor = InstructorView::of(&seen, caller);
        Self {
            id: seen.scheduled.scheduled_session_id,
            instructor,
            starts_at: milliseconds(seen.scheduled.starts_at),
            status: seen.scheduled.status,
            session: seen.session.map(LinkedSession::from),
        }
    }
}

impl InstructorView {
    fn of(seen: &Seen, caller: Option<&Identity>) -> Self {
        let person = seen.instructor.as_ref();
        Self {
            id: seen.scheduled.instructor.clone(),
            name: person.and_then(|person| person.name.clone()),
            email: caller.map(|_| person.and_then(|person| person.email.clone())),
        }
    }
}
