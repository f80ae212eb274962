use axum::extract::State;
use axum::response::Response;
use input::{Field, Fields, HttpsUrl, Name, Note, Read, Wrong};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use table::Tries;
use tutoring::model::{FileEntry, NoteEntry, SessionId, SessionStatus};
use tutoring::rules::SessionUpdate;
use tutoring::{Refusal, rules, store};
use utoipa::ToSchema;
use video::Chime;
use web::openapi::{Refused, RefusedBody, TutoringError};
use web::{ApiError, Call, Id, Input, Tutors, ok, refuse};

/// What is added to a session. Notes and files that are there stay.
#[derive(ToSchema)]
pub struct UpdateSession {
    /// The next step: pending, active, completed.
    #[schema(value_type = Option<String>, example = "active", pattern = "^(pending|active|completed)$")]
    status: Option<SessionStatus>,
    #[schema(max_items = 500)]
    notes: Option<Vec<NewNote>>,
    #[schema(max_items = 500)]
    files: Option<Vec<NewFile>>,
}

/// A note to add.
#[derive(ToSchema)]
pub struct NewNote {
    #[schema(value_type = web::shape::Note, example = "Read chapter 3")]
    text: Note,
    /// Default: now.
    #[schema(value_type = Option<String>, format = DateTime)]
    timestamp: Option<Timestamp>,
}

/// A file to add.
#[derive(ToSchema)]
pub struct NewFile {
    #[schema(value_type = web::shape::Name, example = "exercises.pdf")]
    name: Name,
    /// An https URL.
    #[schema(value_type = String, format = "uri", max_length = 2_048, example = "https://files.example.com/exercises.pdf")]
    url: HttpsUrl,
    /// Default: now.
    #[schema(value_type = Option<String>, format = DateTime)]
    timestamp: Option<Timestamp>,
}

struct GivenStatus(SessionStatus);

impl Field for GivenStatus {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match value.as_str() {
            Some("pending") => Ok(Self(SessionStatus::Pending)),
            Some("active") => Ok(Self(SessionStatus::Active)),
            Some("completed") => Ok(Self(SessionStatus::Completed)),
            _ => Err(Wrong::value("must be pending, active or completed")),
        }
    }
}

impl Read for UpdateSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            status: fields.optional("status").map(|GivenStatus(status)| status),
            notes: fields.objects("notes", 500),
            files: fields.objects("files", 500),
        })
    }
}

impl Read for NewNote {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (text, timestamp) = (fields.required("text"), fields.optional("timestamp"));
        Some(Self {
            text: text?,
            timestamp,
        })
    }
}

impl Read for NewFile {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (name, url, timestamp) = (
            fields.required("name"),
            fields.required("url"),
            fields.optional("timestamp"),
        );
        Some(Self {
            name: name?,
            url: url?,
            timestamp,
        })
    }
}

impl UpdateSession {
    fn at(self, now: Timestamp) -> SessionUpdate {
        let note = |note: NewNote| NoteEntry {
            text: note.text.into(),
            timestamp: note.timestamp.unwrap_or(now),
        };
        let file = |file: NewFile| FileEntry {
            name: file.name.into(),
            url: file.url.into(),
            timestamp: file.timestamp.unwrap_or(now),
        };
        SessionUpdate {
            status: self.status,
            notes: self
                .notes
                .unwrap_or_default()
                .into_iter()
                .map(note)
                .collect(),
            files: self
                .files
                .unwrap_or_default()
                .into_iter()
                .map(file)
                .collect(),
        }
    }
}

/// The session is updated.
#[derive(Serialize, ToSchema)]
pub struct SessionUpdated {
    #[schema(example = "Session updated successfully")]
    message: &'static str,
}

/// Adds notes and files to a session, or takes its status a step further.
#[utoipa::path(
    put, path = "/sessions/{id}", tag = "sessions", request_body = UpdateSession, security(("bearer" = [])),
    params(("id" = String, Path, description = "The session's id")),
    responses(
        (status = 200, body = SessionUpdated),
        (status = 404, body = TutoringError),
        (status = 409, body = TutoringError, description = "The status would go back or skip a step, or the booking is cancelled."),
        (status = 502, body = TutoringError, description = "Chime failed to end the meeting."),
        Refused, RefusedBody
    )
)]
pub async fn update_session(
    State(chime): State<Chime>,
    call: Call<Tutors>,
    Id(id): Id<SessionId>,
    Input(request): Input<UpdateSession>,
) -> Result<Response, ApiError> {
    let update = request.at(call.now);
    let mut tries = Tries::new();
    loop {
        let found = store::load_session(&call.db, id.booking()).await?;
        let found = found.ok_or_else(|| refuse(Refusal::SessionNotFound))?;
        let (booking, session) = (&found.booking, &found.session);
        let updated = rules::update_session(
            booking,
            session,
            &found.contributions,
            &update,
            &call.caller.actor(),
        )
        .map_err(refuse)?;
        // The meeting goes first: a crash in between leaves a session without
        // one, which is a state it knows, and not a meeting without a session.
        if let Some(meeting_id) = &updated.ended {
            call.db.admitted().await?;
            chime.end_meeting(meeting_id).await?;
        }
        if tries
            .settled(store::commit_update(&call.db, &found, &updated, &call.ids(), call.now).await)
            .await?
        {
            return Ok(ok(SessionUpdated {
                message: "Session updated successfully",
            }));
        }
    }
}
