use axum::response::Response;
use http::StatusCode;
use ids::UserId;
use input::{Fields, Read};
use meeting_links::{Listed, Scope};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::openapi::{LinkError, LinkRefused};
use web::{
    ApiError, Call, LinkKeepers, MaybeId, PageLimit, PageNumber, Params, SuperAdmins, ok, refuse,
};

use crate::view::{Envelope, LinkView, done};

const DEFAULT_LIMIT: PageLimit = PageLimit(20);

/// Which page.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListLinks {
    /// From 1 on, default 1.
    #[param(value_type = Option<web::shape::PageNumber>, inline)]
    page: PageNumber,
    /// 1 to 100, default 20.
    #[param(value_type = Option<usize>, minimum = 1)]
    limit: PageLimit,
}

impl Read for ListLinks {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            page: fields.optional("page").unwrap_or(PageNumber(1)),
            limit: fields.optional("limit").unwrap_or(DEFAULT_LIMIT),
        })
    }
}

impl ListLinks {
    fn skip(&self) -> usize {
        (self.page.0 - 1).saturating_mul(self.limit.0)
    }

    fn answer(&self, listed: Listed) -> Response {
        let links = LinkList {
            sessions: listed.page.into_iter().map(LinkView::from).collect(),
            pagination: Pagination {
                page: self.page.0,
                limit: self.limit.0,
                total: listed.total,
                total_pages: listed.total.div_ceil(self.limit.0),
            },
        };
        ok(done("Sessions retrieved successfully", links))
    }
}

/// One page of links, newest first.
#[derive(Serialize, ToSchema)]
pub struct LinkList {
    sessions: Vec<LinkView>,
    pagination: Pagination,
}

/// Where the page stands.
#[derive(Serialize, ToSchema)]
struct Pagination {
    page: usize,
    limit: usize,
    total: usize,
    total_pages: usize,
}

/// All links; for super admins alone.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "meeting links", security(("bearer" = [])),
    params(ListLinks),
    responses((status = 200, body = Envelope<LinkList>), LinkRefused)
)]
pub async fn list_links(
    call: Call<SuperAdmins>,
    Params(asked): Params<ListLinks>,
) -> Result<Response, ApiError> {
    let scope = Scope::All;
    let listed = meeting_links::list(&call.db, &scope, asked.skip(), asked.limit.0).await?;
    Ok(asked.answer(listed))
}

/// A doctor's links: the doctor's own, an admin anybody's.
#[utoipa::path(
    get, path = "/api/v1/sessions/doctor/{doctor_id}", tag = "meeting links", security(("bearer" = [])),
    params(("doctor_id" = String, Path, description = "The doctor's id"), ListLinks),
    responses(
        (status = 200, body = Envelope<LinkList>),
        (status = 404, body = LinkError, description = "That is no user's id."),
        LinkRefused
    )
)]
pub async fn list_links_of_doctor(
    call: Call<LinkKeepers>,
    MaybeId(doctor): MaybeId<UserId>,
    Params(asked): Params<ListLinks>,
) -> Result<Response, ApiError> {
    let doctor = doctor.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "Doctor not found"))?;
    meeting_links::may_act(&call.caller.actor(), &doctor).map_err(refuse)?;
    let scope = Scope::Doctor(doctor);
    let listed = meeting_links::list(&call.db, &scope, asked.skip(), asked.limit.0).await?;
    Ok(asked.answer(listed))
}
