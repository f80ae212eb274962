use ids::UserId;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use tutoring::model::{BookingId, FileEntry, NoteEntry, SessionId, SessionStatus};
use tutoring::store::SessionFound;
use utoipa::ToSchema;

/// A session of a booking.
#[derive(Serialize, ToSchema)]
pub struct BookingSessionView {
    #[schema(value_type = String, example = "ses_01890a5d5b6c7d8e9f00112233445566")]
    session_id: SessionId,
    #[schema(value_type = String)]
    booking_id: BookingId,
    #[schema(value_type = String, example = "active", pattern = "^(pending|active|completed)$")]
    status: SessionStatus,
    /// Chime's `Meeting` object; empty when no meeting is on.
    #[schema(value_type = Object)]
    meeting_data: Value,
    notes: Vec<NoteView>,
    files: Vec<FileView>,
}

/// A session with the times and people of its booking.
#[derive(Serialize, ToSchema)]
pub struct SessionView {
    #[schema(value_type = String)]
    session_id: SessionId,
    #[schema(value_type = String)]
    booking_id: BookingId,
    #[schema(value_type = String)]
    student_id: UserId,
    #[schema(value_type = String)]
    teacher_id: UserId,
    #[schema(value_type = String, format = DateTime)]
    start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    end_time: Timestamp,
    #[schema(value_type = String, example = "active", pattern = "^(pending|active|completed)$")]
    status: SessionStatus,
    /// Chime's `Meeting` object; empty when no meeting is on.
    #[schema(value_type = Object)]
    meeting_data: Value,
    notes: Vec<NoteView>,
    files: Vec<FileView>,
}

/// A note.
#[derive(Serialize, ToSchema)]
pub struct NoteView {
    text: String,
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
}

/// A file.
#[derive(Serialize, ToSchema)]
pub struct FileView {
    name: String,
    url: String,
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
}

impl From<NoteEntry> for NoteView {
    fn from(note: NoteEntry) -> Self {
        Self {
            text: note.text,
            timestamp: note.timestamp,
        }
    }
}

impl From<FileEntry> for FileView {
    fn from(file: FileEntry) -> Self {
        Self {
            name: file.name,
            url: file.url,
            timestamp: file.timestamp,
        }
    }
}

impl From<SessionFound> for BookingSessionView {
    fn from(found: SessionFound) -> Self {
        let meeting = found.session.meeting.as_ref();
        let (mut notes, mut files) = (Vec::new(), Vec::new());
        for added in found.contributions {
            notes.extend(added.notes.into_iter().map(NoteView::from));
            files.extend(added.files.into_iter().map(FileView::from));
        }
        Self {
            session_id: found.session.id(),
            booking_id: found.session.booking_id,
            status: found.session.status,
            meeting_data: meeting
                .and_then(|on| serde_json::from_str(&on.data).ok())
                .unwrap_or_else(|| json!({})),
            notes,
            files,
        }
    }
}

impl From<SessionFound> for SessionView {
    fn from(found: SessionFound) -> Self {
        let booking = found.booking.clone();
        let session = BookingSessionView::from(found);
        Self {
            session_id: session.session_id,
            booking_id: session.booking_id,
            student_id: booking.student_id,
            teacher_id: booking.teacher_id,
            start_time: booking.period.start,
            end_time: booking.period.end,
            status: session.status,
            meeting_data: session.meeting_data,
            notes: session.notes,
            files: session.files,
        }
    }
}
