use axum::extract::State;
use axum::response::Response;
use input::{Fields, Name, Read};
use jiff::{SignedDuration, Timestamp};
use live::model::RoomName;
use live::store;
use serde::Serialize;
use utoipa::ToSchema;
use video::daily::NewToken;
use web::openapi::{LiveError, LiveRefused, LiveRefusedBody};
use web::{ApiError, Call, Id, Input, no_store, ok};

use crate::app::App;

/// A token opens its room for so long.
const LIFETIME: SignedDuration = SignedDuration::from_hours(3);

/// Who joins.
#[derive(ToSchema)]
pub struct GetLiveToken {
    /// What others see: 1 to 200 characters.
    #[schema(rename = "userName", value_type = web::shape::Name, example = "John Doe")]
    user_name: Name,
}

impl Read for GetLiveToken {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let user_name = fields.required("userName")?;
        Some(Self { user_name })
    }
}

/// What lets the caller into the Daily room.
#[derive(Serialize, ToSchema)]
pub struct LiveToken {
    /// A credential: it lets its holder into this room, and no other.
    token: String,
}

/// A Daily meeting token for the session's room, valid for 3 hours. Its owner
/// is the room's where the caller is the session's instructor.
#[utoipa::path(
    post, path = "/live/sessions/{name}/token", tag = "live", request_body = GetLiveToken, security(("bearer" = [])),
    params(("name" = String, Path, description = "The room's name")),
    responses(
        (status = 200, body = LiveToken),
        (status = 404, body = LiveError),
        LiveRefused, LiveRefusedBody
    )
)]
pub async fn get_live_token(
    State(app): State<App>,
    call: Call,
    Id(name): Id<RoomName>,
    Input(request): Input<GetLiveToken>,
) -> Result<Response, ApiError> {
    let session = store::load_existing(&call.db, &name).await?;
    call.db.admitted().await?;
    let user_name = String::from(request.user_name);
    let wanted = NewToken {
        room_name: name.as_str(),
        expires_at: call.now.saturating_add(LIFETIME).unwrap_or(Timestamp::MAX),
        is_owner: session.instructor == call.caller.id,
        user_name: &user_name,
        user_id: call.caller.id.as_str(),
    };
    let token = app.daily()?.create_token(&wanted).await?;
    Ok(no_store(ok(LiveToken { token })))
}
