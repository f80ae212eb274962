use appointments::rules::Days;
use appointments::store::{self, ListFilter, ListScope};
use axum::extract::State;
use axum::response::Response;
use ids::UserId;
use input::{Field, Fields, Read, TimeZone, Wrong};
use jiff::civil::Date;
use serde_json::Value;
use utoipa::IntoParams;
use web::openapi::{AppointmentError, PracticeRefused};
use web::{ApiError, Call, Doctors, PageNumber, Params};

use crate::app::App;
use crate::list_appointments::OfStatus;
use crate::pages::{self, Asked, Page, PageSize, Pages};
use crate::view::Shown;

const DEFAULT_SIZE: usize = 50;

/// Which appointments; what is given must all hold.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSchedule {
    /// Whose: for admins, who have to say so.
    #[param(value_type = Option<web::shape::UserIdText>, inline)]
    psychologist_id: Option<UserId>,
    /// Only those of this day or later.
    #[param(value_type = Option<String>, format = Date)]
    start_date: Option<Date>,
    /// Only those of this day or earlier.
    #[param(value_type = Option<String>, format = Date)]
    end_date: Option<Date>,
    /// Only those of this month.
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2027-11")]
    month: Option<Month>,
    /// Only those of this year.
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}$", example = "2027")]
    year: Option<Year>,
    /// Only those that stand so; `all` is the default.
    #[param(value_type = Option<String>, pattern = "^(scheduled|confirmed|completed|cancelled|all)$", example = "confirmed")]
    status: Option<OfStatus>,
    /// The IANA time zone of the days and of the formatted date and time,
    /// default UTC.
    #[param(value_type = Option<String>, example = "Europe/Berlin", format = "iana-time-zone")]
    timezone: TimeZone,
    /// From 1 on.
    #[param(value_type = Option<web::shape::PageNumber>, inline)]
    page: Option<PageNumber>,
    /// At most 200, default 50.
    #[param(value_type = Option<usize>, minimum = 1)]
    page_size: Option<PageSize>,
}

/// The first day of a month.
#[derive(Clone, Copy)]
struct Month(Date);

impl Field for Month {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = value.as_str().unwrap_or_default();
        let first = Date::read(&Value::String(format!("{}-01", text.trim())));
        first
            .map(Self)
            .map_err(|_| Wrong::value("must be a month, like 2026-01"))
    }
}

/// The first day of a year.
#[derive(Clone, Copy)]
struct Year(Date);

impl Field for Year {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let text = value.as_str().unwrap_or_default();
        let first = Date::read(&Value::String(format!("{}-01-01", text.trim())));
        first
            .map(Self)
            .map_err(|_| Wrong::value("must be a year, like 2026"))
    }
}

impl Read for ListSchedule {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (start_date, end_date) = (
            fields.optional::<Date>("start_date"),
            fields.optional::<Date>("end_date"),
        );
        if let (Some(start), Some(end)) = (start_date, end_date)
            && end < start
        {
            let wrong = Wrong::value("must not be before start_date");
            fields.rule::<()>("end_date", Err(wrong));
        }
        Some(Self {
            psychologist_id: fields.optional("psychologist_id"),
            start_date,
            end_date,
            month: fields.optional("month"),
            year: fields.optional("year"),
            status: fields.optional("status"),
            timezone: fields.optional("timezone").unwrap_or_default(),
            page: fields.optional("page"),
            page_size: fields.optional("page_size"),
        })
    }
}

impl ListSchedule {
    fn days(&self) -> Days {
        let dates = Days {
            first: self.start_date,
            last: self.end_date,
        };
        let month = self
            .month
            .map_or(Days::ALL, |Month(first)| Days::of_month(first));
        let year = self
            .year
            .map_or(Days::ALL, |Year(first)| Days::of_year(first));
        dates.and(month).and(year)
    }
}

/// A psychologist's appointments.
#[utoipa::path(
    get, path = "/api/appointments/psychologist/schedule", tag = "appointments", security(("bearer" = [])),
    params(ListSchedule),
    responses(
        (status = 200, body = Pages),
        (status = 404, body = AppointmentError, description = "There is no such page."),
        PracticeRefused
    )
)]
pub async fn list_schedule(
    State(app): State<App>,
    call: Call<Doctors>,
    asked: Asked,
    Params(wanted): Params<ListSchedule>,
) -> Result<Response, ApiError> {
    let days = wanted.days();
    let psychologist = if call.caller.is_admin() {
        let named = wanted.psychologist_id;
        named.ok_or_else(|| ApiError::query("psychologist_id", "is required for admins"))?
    } else {
        call.caller.id.clone()
    };
    let zone = wanted.timezone.zone();
    let filter = ListFilter {
        status: wanted.status.and_then(|OfStatus(status)| status),
        span: days.span(zone),
    };
    let page = Page::new(wanted.page, wanted.page_size, DEFAULT_SIZE);
    let scope = ListScope::Psychologist(psychologist);
    let listed = store::list(&call.db, &scope, &filter, page.skip(), page.size()).await?;
    let shown = Shown {
        zone,
        now: call.now,
        meeting_base_url: app.meeting_base_url(),
    };
    pages::answer(&asked, page, listed, shown)
}
