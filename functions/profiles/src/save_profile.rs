use axum::response::Response;
use ids::UserId;
use input::{EmailAddress, Field, Fields, HttpsUrl, Label, LongText, Name, Read, TimeZone, Wrong};
use serde::Serialize;
use serde_json::Value;
use tutoring::model::ProfileRole;
use tutoring::rules::ProfilePatch;
use tutoring::{Refusal, store};
use utoipa::ToSchema;
use web::openapi::{Refused, RefusedBody, TutoringError};
use web::{ApiError, Call, Input, Role, created, ok};

/// What a profile is to be. What is left out of `profile_data` keeps its
/// value, `null` clears it.
#[derive(ToSchema)]
pub struct SaveProfile {
    #[schema(value_type = web::shape::UserId, example = "teacher_1")]
    user_id: UserId,
    #[schema(value_type = String, example = "teacher", pattern = "^(student|teacher)$")]
    role: ProfileRole,
    profile_data: Option<ProfileData>,
}

/// The parts of a profile.
#[derive(ToSchema)]
pub struct ProfileData {
    /// Required when the profile is new.
    #[schema(value_type = Option<web::shape::Name>, example = "Ada Lovelace")]
    name: Option<Option<Name>>,
    #[schema(value_type = Option<String>, format = Email, max_length = 254, example = "ada@example.com")]
    email: Option<Option<EmailAddress>>,
    #[schema(value_type = Option<web::shape::LongText>)]
    bio: Option<Option<LongText>>,
    /// At most 40 different words in all.
    #[schema(value_type = Option<Vec<web::shape::Label>>, max_items = 10, example = json!(["Mathematics"]))]
    topics: Option<Option<Vec<Label>>>,
    #[schema(value_type = Option<String>, format = "uri", max_length = 2_048)]
    photo_url: Option<Option<HttpsUrl>>,
    /// An IANA time zone.
    #[schema(value_type = Option<String>, format = "iana-time-zone", example = "Europe/Berlin")]
    time_zone: Option<Option<TimeZone>>,
}

struct GivenRole(ProfileRole);

impl Field for GivenRole {
    fn read(value: &Value) -> Result<Self, Wrong> {
        match value.as_str() {
            Some("student") => Ok(Self(ProfileRole::Student)),
            Some("teacher") => Ok(Self(ProfileRole::Teacher)),
            _ => Err(Wrong::value("must be student or teacher")),
        }
    }
}

impl Read for ProfileData {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let topics = match fields.list::<Label>("topics", 10) {
            Some(topics) => Some(Some(topics)),
            None => fields.is_null("topics").then_some(None),
        };
        Some(Self {
            name: fields.patched("name"),
            email: fields.patched("email"),
            bio: fields.patched("bio"),
            topics,
            photo_url: fields.patched("photo_url"),
            time_zone: fields.patched("time_zone"),
        })
    }
}

impl Read for SaveProfile {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (user_id, role) = (fields.required("user_id"), fields.required("role"));
        let profile_data = fields.object("profile_data");
        Some(Self {
            user_id: user_id?,
            role: role.map(|GivenRole(role)| role)?,
            profile_data,
        })
    }
}

impl From<SaveProfile> for ProfilePatch {
    fn from(request: SaveProfile) -> Self {
        let none = ProfileData {
            name: None,
            email: None,
            bio: None,
            topics: None,
            photo_url: None,
            time_zone: None,
        };
        let data = request.profile_data.unwrap_or(none);
        Self {
            user_id: request.user_id,
            role: request.role,
            name: data.name,
            email: data.email,
            bio: data.bio,
            topics: data.topics,
            photo_url: data.photo_url,
            time_zone: data.time_zone,
        }
    }
}

/// The profile is saved.
#[derive(Serialize, ToSchema)]
pub struct ProfileSaved {
    /// The user's id.
    #[schema(value_type = String)]
    profile_id: UserId,
    #[schema(example = "Profile created/updated successfully")]
    message: &'static str,
}

/// Makes or changes a profile: one's own, or as an admin anybody's.
#[utoipa::path(
    post, path = "/profiles", tag = "profiles", request_body = SaveProfile, security(("bearer" = [])),
    responses(
        (status = 201, body = ProfileSaved, description = "The profile is new."),
        (status = 200, body = ProfileSaved, description = "The profile was there and is changed."),
        (status = 409, body = TutoringError, description = "The role cannot be changed: there are bookings."),
        Refused, RefusedBody
    )
)]
pub async fn save_profile(
    call: Call,
    Input(request): Input<SaveProfile>,
) -> Result<Response, ApiError> {
    let patch = ProfilePatch::from(request);
    may_save(&call, &patch).map_err(web::refuse)?;
    let is_new = store::save_profile(&call.db, &patch, call.now).await?;
    let saved = ProfileSaved {
        profile_id: patch.user_id,
        message: "Profile created/updated successfully",
    };
    Ok(if is_new { created(saved) } else { ok(saved) })
}

fn may_save(call: &Call, patch: &ProfilePatch) -> Result<(), Refusal> {
    let role = match patch.role {
        ProfileRole::Student => Role::Student,
        ProfileRole::Teacher => Role::Teacher,
    };
    if !call.caller.actor().may_act_for(&patch.user_id) {
        Err(Refusal::NotYourself)
    } else if !call.caller.is(role) && !call.caller.is_admin() {
        Err(Refusal::RoleNotYours)
    } else {
        Ok(())
    }
}
