use ids::{ThingId, thing_id};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys, Versioned};

use crate::model::BookingId;

thing_id!(
    /// The id of a session.
    SessionId,
    "ses"
);

impl SessionId {
    /// The booking it belongs to.
    pub fn booking(self) -> BookingId {
        BookingId::from_uuid(self.uuid())
    }
}

/// Where a session stands. It only goes forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "words of seed 001")]
pub enum SessionStatus {
    Pending,
    Active,
    Completed,
}

/// The Chime meeting that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveMeeting {
    /// Chime's id of it.
    pub meeting_id: String,
    /// Chime's `Meeting` object, as JSON text.
    pub data: String,
}

/// What the student says of it afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 1 to 5.
    pub stars: u8,
    /// In the student's words.
    pub comment: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// The session of a booking. Its times are the booking's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its booking.
    pub booking_id: BookingId,
    /// Where it stands.
    pub status: SessionStatus,
    /// The meeting that is on.
    pub meeting: Option<LiveMeeting>,
    /// How many meetings have ended. It is in the token of the next one, so
    /// that a retry finds the meeting and not one that is over.
    #[serde(default)]
    pub meetings_ended: u64,
    /// The student's rating.
    pub rating: Option<Rating>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes.
    #[serde(default)]
    pub version: u64,
}

impl Session {
    /// A session that nothing has happened in.
    pub fn new(booking_id: BookingId, now: Timestamp) -> Self {
        Self {
            booking_id,
            status: SessionStatus::Pending,
            meeting: None,
            meetings_ended: 0,
            rating: None,
            created_at: now,
            version: 0,
        }
    }

    /// Its id.
    pub fn id(&self) -> SessionId {
        self.booking_id.session()
    }

    /// Where the session of a booking lives.
    pub fn key(booking: BookingId) -> Key {
        Key::new(booking.partition(), "BOOKING#SESSION")
    }

    /// The token that makes its next meeting at Chime, and always that one.
    pub fn meeting_token(&self) -> String {
        format!("{}-{}", self.id(), self.meetings_ended)
    }
}

impl Entity for Session {
    fn keys(&self) -> Keys {
        Self::key(self.booking_id).into()
    }
}

impl Versioned for Session {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

/// A note in a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "fields of seed 001")]
pub struct NoteEntry {
    pub text: String,
    pub timestamp: Timestamp,
}

/// A file in a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "fields of seed 001")]
pub struct FileEntry {
    pub name: String,
    pub url: String,
    pub timestamp: Timestamp,
}

/// The notes and files that one request added: one item, so that however many
/// they are they come all or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// The session's booking.
    pub booking_id: BookingId,
    /// The version of the session that it made: its place in the order.
    pub made_version: u64,
    /// Notes, in the order given.
    pub notes: Vec<NoteEntry>,
    /// Files, in the order given.
    pub files: Vec<FileEntry>,
}

impl Contribution {
    /// The size of its texts in bytes.
    pub fn bytes(&self) -> usize {
        let notes = self.notes.iter().map(|note| note.text.len());
        let files = self.files.iter();
        notes.sum::<usize>()
            + files
                .map(|file| file.name.len() + file.url.len())
                .sum::<usize>()
    }

    /// The sort keys of contributions begin so.
    pub(crate) const HEAD: &str = "ENTRIES#";
}

impl Entity for Contribution {
    fn keys(&self) -> Keys {
        Key::new(
            self.booking_id.partition(),
            format!("{}{:010}", Self::HEAD, self.made_version),
        )
        .into()
    }
}
