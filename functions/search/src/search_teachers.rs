use axum::extract::OriginalUri;
use axum::response::Response;
use ids::UserId;
use input::{Fields, Name, Read};
use serde::Serialize;
use table::Cursor;
use tutoring::model::{TeacherTopic, words_of};
use tutoring::rules::Place;
use tutoring::store;
use utoipa::{IntoParams, ToSchema};
use web::openapi::Refused;
use web::{ApiError, Call, PageLimit, Paged, Params, hundredths};

/// What is looked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchTeachers {
    /// Words, or the beginnings of words, of a topic; all must match.
    #[param(value_type = String, max_length = 200, example = "math")]
    topic: Name,
    /// The most to answer with: 1 to 100, default 50.
    #[param(value_type = Option<usize>, minimum = 1)]
    limit: PageLimit,
    /// Where the last page ended: from its `Link` header.
    #[param(min_length = 1, max_length = 1024)]
    cursor: Option<String>,
}

impl Read for SearchTeachers {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let topic = fields.required("topic");
        let limit = fields.optional("limit").unwrap_or_default();
        let cursor = fields.optional("cursor");
        Some(Self {
            topic: topic?,
            limit,
            cursor,
        })
    }
}

/// A teacher who was found.
#[derive(Serialize, ToSchema)]
pub struct TeacherView {
    #[schema(value_type = String)]
    user_id: UserId,
    name: String,
    bio: Option<String>,
    topics: Vec<String>,
    /// The mean of all ratings to two decimals; 0 before the first.
    rating: f64,
}

impl From<TeacherTopic> for TeacherView {
    fn from(teacher: TeacherTopic) -> Self {
        Self {
            user_id: teacher.user_id,
            name: teacher.name,
            bio: teacher.bio,
            topics: teacher.topics,
            rating: hundredths(teacher.rating_hundredths.unwrap_or(0)),
        }
    }
}

/// Teachers by topic, best rating first.
#[utoipa::path(
    get, path = "/search/teachers", tag = "search", params(SearchTeachers), security(("bearer" = [])),
    responses(
        (status = 200, body = Vec<TeacherView>, headers(("Link" = String, description = "The next page, `rel=\"next\"`"))),
        Refused
    )
)]
pub async fn search_teachers(
    call: Call,
    OriginalUri(uri): OriginalUri,
    Params(wanted): Params<SearchTeachers>,
) -> Result<Response, ApiError> {
    let words = words_of(&wanted.topic.to_string());
    let question = ("teachers", &words);
    let after: Option<Place> = wanted
        .cursor
        .map(|cursor| Cursor::read(&question, &cursor))
        .transpose()?;
    let found = store::search_teachers(&call.db, &words, after.as_ref(), wanted.limit.0).await?;
    let next = found.next.map(|place| Cursor::write(&question, &place));
    Ok(Paged {
        items: found.teachers.into_iter().map(TeacherView::from).collect(),
        next,
    }
    .answer(&uri))
}
