use axum::response::Response;
use input::{Fields, Read};
use meeting_links::{Listed, Scope};
use serde::Serialize;
use table::Db;
use utoipa::{IntoParams, ToSchema};
use web::{ApiError, PageLimit, PageNumber, ok};

use crate::view::{LinkView, done};

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
    /// The page asked for, of these links.
    pub(crate) async fn answer(&self, db: &Db, of: &Scope) -> Result<Response, ApiError> {
        let skip = (self.page.0 - 1).saturating_mul(self.limit.0);
        let listed: Listed = meeting_links::list(db, of, skip, self.limit.0).await?;
        let links = LinkList {
            sessions: listed.page.into_iter().map(LinkView::from).collect(),
            pagination: Pagination {
                page: self.page.0,
                limit: self.limit.0,
                total: listed.total,
                total_pages: listed.total.div_ceil(self.limit.0),
            },
        };
        Ok(ok(done("Sessions retrieved successfully", links)))
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
pub(crate) struct Pagination {
    page: usize,
    limit: usize,
    total: usize,
    total_pages: usize,
}
