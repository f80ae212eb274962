use ids::UserId;
use live::model::{LiveSession, LiveSessionId, RoomName};
use serde::Serialize;
use utoipa::ToSchema;

/// A live session.
#[derive(Serialize, ToSchema)]
pub struct LiveSessionView {
    #[serde(rename = "_id")]
    #[schema(value_type = String, format = "uuid")]
    id: LiveSessionId,
    /// Daily's id of the room.
    #[serde(rename = "roomId")]
    room_id: String,
    /// The instructor's user id.
    #[schema(value_type = String, example = "ada")]
    instructor: UserId,
    /// The room's name, by which the session is asked for.
    #[serde(rename = "roomName")]
    #[schema(value_type = String, example = "introduction-to-node-js-a1b2c3")]
    room_name: RoomName,
    #[schema(example = "Introduction to Node.js")]
    title: String,
    description: Option<String>,
    /// Daily's id of the latest recording, where there is one and it is known.
    #[serde(rename = "recordingId")]
    recording_id: Option<String>,
}

impl From<LiveSession> for LiveSessionView {
    fn from(of: LiveSession) -> Self {
        Self {
            id: of.session_id,
            room_id: of.room_id,
            instructor: of.instructor,
            room_name: of.room_name,
            title: of.title,
            description: of.description,
            recording_id: of.recording.and_then(|recording| recording.recording_id),
        }
    }
}
