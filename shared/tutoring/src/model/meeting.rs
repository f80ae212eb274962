use ids::UserId;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};
use uuid::Uuid;

use crate::model::{BookingId, Side};

/// A Chime meeting by its id: whose it is, and whether it is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Chime's id.
    pub meeting_id: String,
    /// The booking whose session it belongs to.
    pub booking_id: BookingId,
    /// The booking's student.
    pub student_id: UserId,
    /// The booking's teacher.
    pub teacher_id: UserId,
    /// Whether it was ended here.
    pub ended: bool,
}

impl Meeting {
    /// The partition of a meeting and its attendees.
    pub fn partition(meeting_id: &str) -> String {
        format!("MEETING#{meeting_id}")
    }

    /// Where one lives.
    pub fn key(meeting_id: &str) -> Key {
        Key::new(Self::partition(meeting_id), "MEETING")
    }

    /// Which side a user is on, if any.
    pub fn side_of(&self, user: &UserId) -> Option<Side> {
        Side::of(user, &self.student_id, &self.teacher_id)
    }
}

impl Entity for Meeting {
    fn keys(&self) -> Keys {
        Self::key(&self.meeting_id).into()
    }
}

/// An attendee that a meeting was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Chime's id of the meeting.
    pub meeting_id: String,
    /// Chime's id of the attendee.
    pub attendee_id: String,
    /// The side's word, which is the `ExternalUserId` at Chime: it has to be
    /// without personal data.
    pub external_user_id: String,
    /// The call that has stored it: a repetition of its write finds itself.
    /// Nil in what older versions have stored.
    #[serde(default)]
    pub stored_by: Uuid,
}

impl Side {
    /// What Chime knows the attendee of this side as.
    pub fn external_user_id(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Teacher => "teacher",
        }
    }
}

impl Attendee {
    /// The sort keys of attendees begin so.
    pub(crate) const HEAD: &str = "ATTENDEE#";
}

impl Entity for Attendee {
    fn keys(&self) -> Keys {
        let sk = format!("{}{}", Self::HEAD, self.external_user_id);
        Key::new(Meeting::partition(&self.meeting_id), sk).into()
    }
}
