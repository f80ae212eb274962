//! Every function of the project, by its folder's name.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use runtime::{Base, EventHandler, Settings, SettingsError};
use serde_json::Value;

use crate::bus;
use crate::clock::MovableClock;
use crate::config::Config;
use crate::gateway::UnknownFunction;
use crate::s3::Signer;
use crate::template::{Invocation, Wiring};

/// The table that functions are given.
pub(crate) const TABLE: &str = "sessions";

/// The bucket that functions are given.
pub(crate) const BUCKET: &str = "sessions-files";

/// How a function that answers HTTP is made.
type HttpFunction = fn(Base) -> Router;

/// The functions that answer HTTP.
const HTTP: &[(&str, HttpFunction)] = &[
    ("appointments", appointments_api::router),
    ("attendees", attendees::router),
    ("availability", availability::router),
    ("bookings", bookings::router),
    ("consultations", consultations_api::router),
    ("health", health::router),
    ("live-sessions", live_sessions::router),
    ("meeting-links", meeting_links_api::router),
    ("meetings", meetings::router),
    ("presigned-url", presigned_url::router),
    ("profiles", profiles::router),
    ("scheduled-sessions", scheduled_sessions::router),
    ("search", search::router),
    ("sessions", sessions::router),
];

/// How a function that takes events is made.
type EventFunction = fn(&Base) -> EventHandler;

/// The functions that take events.
const EVENTS: &[(&str, EventFunction)] = &[
    ("appointment-completion", appointment_completion::handler),
    ("chime-events", chime_events::handler),
    ("consultation-intake", consultation_intake::handler),
    ("consultation-sweep", consultation_sweep::handler),
    ("outbox-relay", outbox_relay::handler),
    ("provider-sweep", provider_sweep::handler),
];

/// The functions, ready to answer; clones share them.
#[derive(Clone)]
pub(crate) struct Functions {
    routers: Arc<BTreeMap<&'static str, Router>>,
    handlers: Arc<BTreeMap<&'static str, EventHandler>>,
}

impl Functions {
    /// Makes each function from the same base, as its own `main` does.
    pub(crate) fn new(base: &Base) -> Self {
        let routers = HTTP
            .iter()
            .map(|(name, router)| (*name, router(base.clone())))
            .collect();
        let handlers = EVENTS
            .iter()
            .map(|(name, handler)| (*name, handler(base)))
            .collect();
        Self {
            routers: Arc::new(routers),
            handlers: Arc::new(handlers),
        }
    }

    /// Functions that take events, and nothing else.
    #[cfg(test)]
    pub(crate) fn of(handlers: BTreeMap<&'static str, EventHandler>) -> Self {
        Self {
            routers: Arc::default(),
            handlers: Arc::new(handlers),
        }
    }

    /// Makes sure that every event leads to a function that takes events.
    ///
    /// # Errors
    ///
    /// Names one that does not.
    pub(crate) fn check(&self, wiring: &Wiring) -> Result<(), UnknownFunction> {
        let rules = wiring.rules.iter().map(|rule| &rule.function);
        let streams = wiring.streams.iter().map(|stream| &stream.function);
        let schedules = wiring.schedules.iter().map(|schedule| &schedule.function);
        let unknown = rules
            .chain(streams)
            .chain(schedules)
            .find(|name| !self.handlers.contains_key(name.as_str()));
        match unknown {
            Some(name) => Err(UnknownFunction::new(name)),
            None => Ok(()),
        }
    }

    /// Whether a function takes events.
    pub(crate) fn takes_events(&self, name: &str) -> bool {
        self.handlers.contains_key(name)
    }

    /// Gives a function an event and answers what it returned, or why it
    /// failed.
    pub(crate) async fn invoke(
        &self,
        name: &str,
        event: Value,
        how: &Invocation,
    ) -> Result<Value, String> {
        let handler = self.handlers.get(name).cloned();
        let handler = handler.ok_or_else(|| format!("{name} takes no events"))?;
        // A task of its own, so that a panic ends nothing else.
        let running = tokio::spawn(async move { handler.handle(event).await });
        let abort = running.abort_handle();
        match tokio::time::timeout(how.timeout, running).await {
            Ok(Ok(handled)) => handled.map_err(|error| error.to_string()),
            Ok(Err(_)) => Err("the function panicked".to_owned()),
            Err(_) => {
                abort.abort();
                Err(format!("timed out after {:?}", how.timeout))
            }
        }
    }

    /// The router of a function.
    pub(crate) fn get(&self, name: &str) -> Option<Router> {
        self.routers.get(name).cloned()
    }
}

/// Where a platform answers.
pub(crate) struct Urls {
    pub(crate) gateway: String,
    pub(crate) dynamodb: String,
    pub(crate) s3: String,
    pub(crate) chime: String,
    pub(crate) eventbridge: String,
    pub(crate) twilio: String,
    /// Its API is under `/v1`.
    pub(crate) daily: String,
}

/// Whose calls the embedded services take.
pub(crate) fn signer() -> Signer {
    Signer {
        access_key_id: "local".to_owned(),
        secret_access_key: "local-secret".to_owned(),
        region: "us-east-1".to_owned(),
    }
}

/// The base of every function: the settings that its environment would hold.
pub(crate) fn base(
    config: &Config,
    urls: &Urls,
    clock: &MovableClock,
) -> Result<Base, SettingsError> {
    let signer = signer();
    let rate_limit = config.rate_limit_per_minute.to_string();
    let files = format!("{}/files", urls.gateway);
    let daily = format!("{}/v1", urls.daily);
    let settings = Settings::read(|name| {
        let value: &str = match name {
            "AWS_REGION" => &signer.region,
            "AWS_ACCESS_KEY_ID" => &signer.access_key_id,
            "AWS_SECRET_ACCESS_KEY" => &signer.secret_access_key,
            "AWS_ENDPOINT_URL_DYNAMODB" => &urls.dynamodb,
            "AWS_ENDPOINT_URL_S3" => &urls.s3,
            "AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS" => &urls.chime,
            "AWS_ENDPOINT_URL_EVENTBRIDGE" => &urls.eventbridge,
            "TWILIO_API_BASE_URL" => &urls.twilio,
            "TWILIO_ACCOUNT_SID" => &config.twilio_account_sid,
            "TWILIO_API_KEY_SID" => &config.twilio_key_sid,
            "TWILIO_API_KEY_SECRET" => &config.twilio_key_secret,
            "DAILY_API_BASE_URL" => &daily,
            "DAILY_API_KEY" => &config.daily_key,
            "EVENT_BUS_NAME" => bus::BUS,
            "TABLE_NAME" => TABLE,
            "FILES_BUCKET" => BUCKET,
            "FILES_BASE_URL" => config.files_base_url.as_deref().unwrap_or(&files),
            "MEETING_BASE_URL" => config.meeting_base_url.as_deref().unwrap_or(&urls.gateway),
            "JWT_SECRET" => &config.jwt_secret,
            "JWT_JWKS_URL" => config.jwt_jwks_url.as_deref()?,
            "JWT_ISSUER" => config.jwt_issuer.as_deref()?,
            "JWT_AUDIENCE" => config.jwt_audience.as_deref()?,
            "LOG_LEVEL" => &config.log_level,
            "RATE_LIMIT_PER_MINUTE" => &rate_limit,
            "CORS_ALLOWED_ORIGINS" => &config.cors_allowed_origins,
            _ => return None,
        };
        Some(value.to_owned())
    })?;
    Ok(Base::new(settings, clock.shared()))
}
