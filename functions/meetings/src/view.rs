use serde::Serialize;
use utoipa::ToSchema;
use video::Meeting;

/// A meeting.
#[derive(Serialize, ToSchema)]
pub struct MeetingView {
    meeting_id: String,
    /// Chime's `Meeting` object with Chime's own names, as
    /// `amazon-chime-sdk-js` takes it.
    #[schema(value_type = Object, example = json!({"MeetingId": "…", "MediaRegion": "us-east-1", "MediaPlacement": {"AudioHostUrl": "…"}}))]
    meeting_data: Meeting,
}

impl From<Meeting> for MeetingView {
    fn from(meeting: Meeting) -> Self {
        Self {
            meeting_id: meeting.meeting_id.clone(),
            meeting_data: meeting,
        }
    }
}
