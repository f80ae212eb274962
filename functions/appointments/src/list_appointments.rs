use appointments::model::AppointmentStatus;
use appointments::rules::Days;
use appointments::store::{self, ListFilter, ListScope};
use axum::extract::State;
use axum::response::Response;
use input::{Field, Fields, Read, TimeZone, Wrong};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use utoipa::IntoParams;
use web::openapi::{AppointmentError, PracticeRefused};
use web::{ApiError, Call, Consultants, PageNumber, Params};

use crate::app::App;
use crate::pages::{self, Asked, Page, PageSize, Pages};
use crate::view::Shown;

const DEFAULT_SIZE: usize = 100;
/// An admin sees so many days ahead, if nothing else is asked for.
const DAYS_AHEAD: i32 = 31;
/// And at most so many at once.
const DAYS_AT_MOST: i32 = 92;

/// Which appointments.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListAppointments {
    /// Only those that stand so; `all` is the default.
    #[param(value_type = Option<String>, pattern = "^(scheduled|confirmed|completed|cancelled|all)$", example = "confirmed")]
    status: Option<OfStatus>,
    /// Only those of this day or later.
    #[param(value_type = Option<String>, format = Date)]
    date_from: Option<Date>,
    /// Only those of this day or earlier. For admins at most 92 days after
    /// `date_from`.
    #[param(value_type = Option<String>, format = Date)]
    date_to: Option<Date>,
    /// The IANA time zone of the days and of the formatted date and time,
    /// default UTC.
    #[param(value_type = Option<String>, example = "Europe/Berlin", format = "iana-time-zone")]
    timezone: TimeZone,
    /// From 1 on.
    #[param(value_type = Option<web::shape::PageNumber>, inline)]
    page: Option<PageNumber>,
    /// At most 200, default 100.
    #[param(value_type = Option<usize>, minimum = 1)]
    page_size: Option<PageSize>,
}

/// A status, or `all`.
#[derive(Clone, Copy)]
pub(crate) struct OfStatus(pub Option<AppointmentStatus>);

impl Field for OfStatus {
    fn read(value: &Value) -> Result<Self, Wrong> {
        if value == "all" {
            return Ok(Self(None));
        }
        let status = AppointmentStatus::read(value).map(|status| Self(Some(status)));
        status
            .map_err(|_| Wrong::value("must be scheduled, confirmed, completed, cancelled or all"))
    }
}

impl Read for ListAppointments {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (date_from, date_to) = (
            fields.optional::<Date>("date_from"),
            fields.optional::<Date>("date_to"),
        );
        if let (Some(from), Some(to)) = (date_from, date_to)
            && to < from
        {
            fields.rule::<()>("date_to", Err(Wrong::value("must not be before date_from")));
        }
        Some(Self {
            status: fields.optional("status"),
            date_from,
            date_to,
            timezone: fields.optional("timezone").unwrap_or_default(),
            page: fields.optional("page"),
            page_size: fields.optional("page_size"),
        })
    }
}

/// The caller's own appointments; for an admin all of some days.
#[utoipa::path(
    get, path = "/api/appointments", tag = "appointments", security(("bearer" = [])),
    params(ListAppointments),
    responses(
        (status = 200, body = Pages),
        (status = 404, body = AppointmentError, description = "There is no such page."),
        PracticeRefused
    )
)]
pub async fn list_appointments(
    State(app): State<App>,
    call: Call<Consultants>,
    asked: Asked,
    Params(wanted): Params<ListAppointments>,
) -> Result<Response, ApiError> {
    let zone = wanted.timezone.zone();
    let (scope, days) = if call.caller.is_admin() {
        (ListScope::All, wanted.bounded(call.now)?)
    } else {
        let days = Days {
            first: wanted.date_from,
            last: wanted.date_to,
        };
        (ListScope::Own(call.caller.id.clone()), days)
    };
    let filter = ListFilter {
        status: wanted.status.and_then(|OfStatus(status)| status),
        span: days.span(zone),
    };
    let page = Page::new(wanted.page, wanted.page_size, DEFAULT_SIZE);
    let listed = store::list(&call.db, &scope, &filter, page.skip(), page.size()).await?;
    let shown = Shown {
        zone,
        now: call.now,
        meeting_base_url: app.meeting_base_url(),
    };
    pages::answer(&asked, page, listed, shown)
}

impl ListAppointments {
    /// The days that an admin asks for, or those to come. With one end given
    /// the other is as far away as it is by default.
    fn bounded(&self, now: Timestamp) -> Result<Days, ApiError> {
        let today = now.to_zoned(self.timezone.zone().clone()).date();
        let after = |day: Date| day.saturating_add(DAYS_AHEAD.days());
        let (first, last) = match (self.date_from, self.date_to) {
            (Some(first), Some(last)) => (first, last),
            (Some(first), None) => (first, after(first)),
            (None, Some(last)) => (last.saturating_sub(DAYS_AHEAD.days()), last),
            (None, None) => (today, after(today)),
        };
        if last > first.saturating_add(DAYS_AT_MOST.days()) {
            let message = "must be at most 92 days after date_from";
            return Err(ApiError::query("date_to", message));
        }
        Ok(Days {
            first: Some(first),
            last: Some(last),
        })
    }
}
