use axum::response::Response;
use http::StatusCode;
use input::{Fields, LongText, Read, Wrong};
use serde::Serialize;
use tutoring::model::{Rating, SessionId};
use tutoring::store;
use utoipa::ToSchema;
use web::openapi::{Refused, RefusedBody, RefusedKey, TutoringError};
use web::{ApiError, Call, Id, Once, Students, created};

/// What the student says of the session.
#[derive(ToSchema)]
pub struct RateSession {
    /// 1 to 5.
    #[schema(minimum = 1, maximum = 5, example = 5)]
    rating: u8,
    #[schema(value_type = Option<web::shape::LongText>)]
    comment: Option<LongText>,
}

impl Read for RateSession {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (stars, comment) = (fields.required("rating"), fields.optional("comment"));
        let rating = match stars? {
            stars @ 1..=5_u8 => stars,
            _ => {
                return fields.rule(
                    "rating",
                    Err(Wrong::value("must be a whole number from 1 to 5")),
                );
            }
        };
        Some(Self { rating, comment })
    }
}

/// The rating is kept.
#[derive(Serialize, ToSchema)]
pub struct SessionRated {
    #[schema(value_type = String)]
    session_id: SessionId,
    rating: u8,
    comment: Option<String>,
    #[schema(example = "Session rated successfully")]
    message: &'static str,
}

/// The student rates a completed session, once.
#[utoipa::path(
    post, path = "/sessions/{id}/rating", tag = "sessions", request_body = RateSession, security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The session's id"),
        web::openapi::KeyOfRequest
    ),
    responses(
        (status = 201, body = SessionRated),
        (status = 404, body = TutoringError),
        Refused, RefusedBody, RefusedKey,
        (status = 409, body = TutoringError, description = "The session is not completed, or is rated already; or the first request with this `Idempotency-Key` is still running.")
    )
)]
pub async fn rate_session(
    call: Call<Students>,
    Id(id): Id<SessionId>,
    Once(key, request): Once<RateSession>,
) -> Result<Response, ApiError> {
    let rating = Rating {
        stars: request.rating,
        comment: request.comment.map(String::from),
        at: call.now,
    };
    let answer = SessionRated {
        session_id: id,
        rating: rating.stars,
        comment: rating.comment.clone(),
        message: "Session rated successfully",
    };
    let claim = call.claim(key).await?;
    let completion = claim.completes(StatusCode::CREATED, &answer)?;
    store::rate(
        &call.db,
        id.booking(),
        &rating,
        &call.caller.actor(),
        &call.ids(),
        completion,
    )
    .await?;
    Ok(created(answer))
}
