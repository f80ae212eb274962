use axum::response::Response;
use ids::UserId;
use input::{Fields, Read};
use live::store;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, PageLimit, PageNumber, Params, Visit, ok};

use crate::view::ScheduledRow;

const DEFAULT_LIMIT: PageLimit = PageLimit(10);

/// Which page, and whose.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListScheduledSessions {
    /// From 1 on, default 1.
    #[param(value_type = Option<web::shape::PageNumber>, inline)]
    page: PageNumber,
    /// 1 to 100, default 10.
    #[param(value_type = Option<usize>, minimum = 1)]
    limit: PageLimit,
    /// Only this instructor's.
    #[param(rename = "instructorId", value_type = Option<web::shape::UserIdText>, inline)]
    instructor_id: Option<UserId>,
}

impl Read for ListScheduledSessions {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            page: fields.optional("page").unwrap_or(PageNumber(1)),
            limit: fields.optional("limit").unwrap_or(DEFAULT_LIMIT),
            instructor_id: fields.optional("instructorId"),
        })
    }
}

/// One page of scheduled sessions.
#[derive(Serialize, ToSchema)]
pub struct ScheduledList {
    sessions: Vec<ScheduledRow>,
    page: usize,
    limit: usize,
    /// How many there are, over all pages.
    #[serde(rename = "totalItems")]
    total_items: usize,
    #[serde(rename = "totalPages")]
    total_pages: usize,
}

/// Scheduled sessions, soonest first: an instructor's, or all. Needs no token.
#[utoipa::path(
    get, path = "/live/scheduled-sessions", tag = "live",
    params(ListScheduledSessions),
    responses(
        (status = 200, body = ScheduledList),
        (status = 400, body = LiveError, description = "A parameter is wrong."),
        LiveRefused
    )
)]
pub async fn list_scheduled_sessions(
    visit: Visit,
    Params(asked): Params<ListScheduledSessions>,
) -> Result<Response, ApiError> {
    let (PageNumber(page), PageLimit(limit)) = (asked.page, asked.limit);
    let skip = (page - 1).saturating_mul(limit);
    let listed = store::list(&visit.db, asked.instructor_id.as_ref(), skip, limit).await?;
    let caller = visit.caller.as_ref();
    let rows = listed.page.into_iter();
    Ok(ok(ScheduledList {
        sessions: rows.map(|seen| ScheduledRow::of(seen, caller)).collect(),
        page,
        limit,
        total_items: listed.total,
        total_pages: listed.total.div_ceil(limit),
    }))
}
