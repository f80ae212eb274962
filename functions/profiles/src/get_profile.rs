use axum::response::Response;
use ids::UserId;
use input::{Fields, Read};
use jiff::Timestamp;
use serde::Serialize;
use tutoring::model::{Profile, ProfileRole};
use tutoring::{Refusal, store};
use utoipa::{IntoParams, ToSchema};
use web::openapi::Refused;
use web::{ApiError, Call, Params, ok};

/// Whose profile.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GetProfile {
    /// The user's id.
    #[param(value_type = web::shape::UserIdText, inline, example = "teacher_1")]
    user_id: UserId,
}

impl Read for GetProfile {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            user_id: fields.required("user_id")?,
        })
    }
}

/// A profile.
#[derive(Serialize, ToSchema)]
pub struct ProfileAnswer {
    profile: ProfileView,
}

/// A profile as others see it.
#[derive(Serialize, ToSchema)]
pub struct ProfileView {
    #[schema(value_type = String)]
    user_id: UserId,
    #[schema(value_type = String, example = "teacher", pattern = "^(student|teacher)$")]
    role: ProfileRole,
    name: String,
    /// Only for oneself, for admins and for those who share a booking.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable)]
    email: Option<Option<String>>,
    bio: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Only of a teacher, as all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    topics: Option<Vec<String>>,
    /// The mean of all ratings to two decimals; 0 before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable)]
    photo_url: Option<Option<String>>,
    /// An IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable)]
    time_zone: Option<Option<String>>,
}

/// A user's profile.
#[utoipa::path(
    get, path = "/profiles", tag = "profiles", params(GetProfile), security(("bearer" = [])),
    responses((status = 200, body = ProfileAnswer), (status = 404, body = web::openapi::TutoringError), Refused)
)]
pub async fn get_profile(
    call: Call,
    Params(wanted): Params<GetProfile>,
) -> Result<Response, ApiError> {
    let (user, caller) = (&wanted.user_id, &call.caller);
    let (profile, sees_email) = if caller.actor().may_act_for(user) {
        (store::load_profile(&call.db, user).await?, true)
    } else {
        store::load_profile_for(&call.db, user, &caller.id).await?
    };
    let profile = profile.ok_or_else(|| web::refuse(Refusal::ProfileNotFound))?;
    Ok(ok(ProfileAnswer {
        profile: view(profile, sees_email),
    }))
}

fn view(profile: Profile, sees_email: bool) -> ProfileView {
    let rating = web::hundredths(profile.rating_hundredths().unwrap_or(0));
    let teaches = profile.role == ProfileRole::Teacher;
    ProfileView {
        user_id: profile.user_id,
        role: profile.role,
        name: profile.name,
        email: sees_email.then_some(profile.email),
        bio: profile.bio,
        created_at: profile.created_at,
        updated_at: profile.updated_at,
        topics: teaches.then_some(profile.topics),
        rating: teaches.then_some(rating),
        rating_count: teaches.then_some(profile.rating_count),
        photo_url: teaches.then_some(profile.photo_url),
        time_zone: teaches.then_some(profile.time_zone),
    }
}
