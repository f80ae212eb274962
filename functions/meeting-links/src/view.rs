use jiff::Timestamp;
use meeting_links::{LinkType, MeetingLink, MeetingLinkId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use web::plain_id;

/// What every answer looks like.
#[derive(Serialize, ToSchema)]
pub struct Envelope<T> {
    #[schema(example = true)]
    success: bool,
    message: &'static str,
    data: T,
}

/// A success.
pub(crate) fn done<T>(message: &'static str, data: T) -> Envelope<T> {
    Envelope {
        success: true,
        message,
        data,
    }
}

/// A link.
#[derive(Serialize, ToSchema)]
pub struct LinkView {
    #[schema(value_type = u64, example = 243928177085256u64)]
    id: MeetingLinkId,
    #[schema(example = "https://meet.google.com/abc-defg-hij")]
    link: String,
    #[schema(value_type = String, example = "google_meet")]
    link_type: LinkType,
    /// A number when the id is all digits.
    #[schema(value_type = web::shape::UserId, example = 1)]
    doctor_id: Value,
    is_active: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<MeetingLink> for LinkView {
    fn from(of: MeetingLink) -> Self {
        Self {
            id: of.id,
            link: of.link.link.as_str().to_owned(),
            link_type: of.link.link_type,
            doctor_id: plain_id(&of.doctor_id),
            is_active: of.is_active,
            created_at: of.created_at,
            updated_at: of.updated_at,
        }
    }
}
