use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use input::{Fields, LongText, Read, Title};
use intents::Intent;
use live::model::RoomName;
use live::rules::{self, NewSession};
use live::store;
use outcome::Trouble;
use table::{Lost, Tries};
use utoipa::ToSchema;
use video::Daily;
use video::daily::{Creation, Room};
use web::openapi::{LiveError, LiveFailure, LiveRefused, LiveRefusedBody, LiveRefusedKey};
use web::{ApiError, Call, Instructors, Once, created};

use crate::app::App;
use crate::view::LiveSessionView;

/// What the session is about.
#[derive(ToSchema)]
pub struct CreateLiveSession {
    /// 1 to 200 characters.
    #[schema(value_type = web::shape::Name, example = "Introduction to Node.js")]
    title: Title,
    /// At most 10,000 characters.
    #[schema(value_type = Option<web::shape::LongText>)]
    description: Option<LongText>,
}

impl Read for CreateLiveSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (title, description) = (fields.required("title"), fields.optional("description"));
        Some(Self {
            title: title?,
            description,
        })
    }
}

/// Opens a live session with a Daily room of its own. For instructors and
/// teachers alone.
#[utoipa::path(
    post, path = "/live/sessions", tag = "live", request_body = CreateLiveSession, security(("bearer" = [])),
    params(web::openapi::KeyOfRequest),
    responses(
        (status = 201, body = LiveSessionView),
        (status = 403, body = LiveError, description = "The caller is no instructor."),
        (status = 500, body = LiveFailure, description = "It failed, here, in the store or at Daily."),
        LiveRefused, LiveRefusedBody, LiveRefusedKey
    )
)]
pub async fn create_live_session(
    State(app): State<App>,
    call: Call<Instructors>,
    Once(key, request): Once<CreateLiveSession>,
) -> Result<Response, ApiError> {
    let new = NewSession {
        instructor: call.caller.id.clone(),
        title: request.title.into(),
        description: request.description.map(String::from),
    };
    let daily = app.daily()?;
    let claim = call.claim(key).await?;
    let ids = call.ids();
    let mut tries = Tries::new();
    loop {
        let name = rules::room_name(&new.title, &ids);
        let intent = Intent::make_room(name.to_string(), call.now);
        call.db.put(&intent).await?;
        let room = make_room(daily, &name).await?;
        let made = rules::create(&new, name, room.id, &ids, call.now);
        let view = LiveSessionView::from(made.clone());
        let completion = claim.completes(StatusCode::CREATED, &view)?;
        let committed = store::create(&call.db, &made, &ids, completion).await;
        if is_surely_not_stored(&committed) {
            clear(daily, &made.room_name).await;
        }
        // A name that another session has is the intent's to leave alone.
        if tries.settled(committed).await? {
            return Ok(created(view));
        }
    }
}

/// A room of a name that nobody else makes up: one that is there already is
/// from a try whose answer got lost.
async fn make_room(daily: &Daily, name: &RoomName) -> Result<Room, Trouble> {
    match daily.create_room(name.as_str(), None).await {
        Ok(Creation::Made(room) | Creation::Existed(room)) => Ok(room),
        Err(trouble) => {
            clear(daily, name).await;
            Err(trouble)
        }
    }
}

/// Where it is not known whether the session was stored, the intent tells
/// later whether its room is needed.
fn is_surely_not_stored(committed: &Result<(), Lost>) -> bool {
    match committed {
        Ok(()) | Err(Lost::Anew | Lost::Trouble(Trouble::Unavailable(_))) => false,
        Err(Lost::Trouble(_)) => true,
    }
}

/// Removes a room that no session has. The intent makes sure of it.
async fn clear(daily: &Daily, name: &RoomName) {
    runtime::afterwards("DeleteRoom", daily.delete_room(name.as_str())).await;
}
