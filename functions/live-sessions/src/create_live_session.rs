use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use input::{Fields, LongText, Read, Title};
use intents::Intent;
use live::model::LiveSession;
use live::rules::{self, NewSession};
use live::store;
use outcome::Trouble;
use table::{Tries, Write};
use utoipa::ToSchema;
use video::Daily;
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
    loop {
        let opening = open_room(daily, &call, &new).await?;
        let view = LiveSessionView::from(opening.made.clone());
        let completion = claim.completes(StatusCode::CREATED, &view)?;
        let is_stored = match commit(&call, &opening, completion).await {
            Ok(is_stored) => is_stored,
            Err(_) if is_stored_or_cleared(daily, &call, &opening).await => true,
            Err(trouble) => return Err(trouble.into()),
        };
        if is_stored {
            return Ok(created(view));
        }
        // Another session has the name, and so the room.
    }
}

/// A session whose room is there, and which is to be stored.
struct Opening {
    made: LiveSession,
    intent: Intent,
}

/// Makes a room of a name that nobody else makes up: one that is there already
/// is from a try whose answer got lost.
async fn open_room(
    daily: &Daily,
    call: &Call<Instructors>,
    new: &NewSession,
) -> Result<Opening, Trouble> {
    let ids = call.ids();
    let name = rules::room_name(&new.title, &ids);
    let intent = Intent::make_room(name.to_string(), call.now);
    call.db.put(&intent).await?;
    let room = match daily.create_room(name.as_str()).await {
        Ok(room) => room,
        Err(trouble) => {
            runtime::afterwards("DeleteRoom", daily.delete_room(name.as_str())).await;
            return Err(trouble);
        }
    };
    let made = rules::create(new, name, room.id, &ids, call.now);
    Ok(Opening { made, intent })
}

/// Stores the session; `false` when another one has its name.
async fn commit(
    call: &Call<Instructors>,
    Opening { made, intent }: &Opening,
    completion: Option<Write>,
) -> Result<bool, Trouble> {
    let mut tries = Tries::new();
    loop {
        let ids = call.ids();
        let committed = store::create(&call.db, made, intent, &ids, completion.clone()).await;
        if tries.settled(committed).await? {
            return Ok(true);
        }
        if let Some(there) = store::load(&call.db, &made.room_name).await? {
            return Ok(there.session_id == made.session_id);
        }
    }
}

/// After a commit of which it is not known whether it went through: whether
/// the session is stored. If not, it never will be, and its room is deleted.
/// What fails here is done again by `provider-sweep`.
async fn is_stored_or_cleared(
    daily: &Daily,
    call: &Call<Instructors>,
    Opening { made, intent }: &Opening,
) -> bool {
    let mut is_stored = false;
    let cleared = async {
        let is_abandoned = intents::abandon(&call.db, intent, call.now).await?;
        match store::load(&call.db, &made.room_name).await? {
            Some(there) => is_stored = there.session_id == made.session_id,
            None if is_abandoned => daily.delete_room(made.room_name.as_str()).await?,
            None => {}
        }
        Ok(())
    };
    runtime::afterwards("DeleteRoom", cleared).await;
    is_stored
}
