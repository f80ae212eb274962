use ids::{Ids, UserId};
use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use crate::Refusal;
use crate::model::{LiveSession, LiveSessionId, RoomName};

/// How many characters tell rooms of the same title apart.
const BY_CHANCE: usize = 6;
/// What is used of a title at most, in characters: a dash and the characters
/// by chance follow.
const OF_TITLE: usize = RoomName::LONGEST - BY_CHANCE - 1;

/// A session that an instructor wants.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Whose it is to be.
    pub instructor: UserId,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
}

/// A new room's name, from a title: its letters and digits without accents,
/// dashes between them, then 6 characters by chance.
pub fn room_name(title: &str, ids: &Ids) -> RoomName {
    const CHARACTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut name = String::new();
    for character in title.nfkd().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            name.push(character);
        } else if character.is_ascii() && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(OF_TITLE);
    let title = match name.trim_end_matches('-') {
        "" => "session",
        title => title,
    };
    // The low bits of an id are by chance.
    let mut chance = ids.uuid().as_u128();
    let tail = (0..BY_CHANCE).map(|_| {
        let character = usize::try_from(chance % 36).unwrap_or_default();
        chance /= 36;
        char::from(CHARACTERS[character])
    });
    let name = format!("{title}-{}", tail.collect::<String>());
    name.parse().unwrap_or_default()
}

/// The session of a room that Daily has made.
pub fn create(
    new: &NewSession,
    room_name: RoomName,
    room_id: String,
    ids: &Ids,
    now: Timestamp,
) -> LiveSession {
    LiveSession {
        session_id: LiveSessionId::new(ids),
        room_id,
        room_name,
        instructor: new.instructor.clone(),
        title: new.title.clone(),
        description: new.description.clone(),
        attempt: None,
        recording: None,
        created_at: now,
        version: 0,
    }
}

/// Whether the caller may delete a session.
///
/// # Errors
///
/// The caller is not its instructor.
pub fn may_delete(session: &LiveSession, caller: &UserId) -> Result<(), Refusal> {
    if session.instructor == *caller {
        Ok(())
    } else {
        Err(Refusal::MayNotDelete(session.room_name.clone()))
    }
}
