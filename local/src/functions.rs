//! Every function of the project, by its folder's name.

use std::collections::{BTreeMap, BTreeSet};
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
    /// Makes each function from its own base, as its own `main` does.
    pub(crate) fn new(
        base: impl Fn(&str) -> Result<Base, SettingsError>,
    ) -> Result<Self, SettingsError> {
        let routers = HTTP
            .iter()
            .map(|(name, router)| Ok((*name, router(base(name)?))))
            .collect::<Result<_, _>>()?;
        let handlers = EVENTS
            .iter()
            .map(|(name, handler)| Ok((*name, handler(&base(name)?))))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            routers: Arc::new(routers),
            handlers: Arc::new(handlers),
        })
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

    /// Whether there is such a function.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.routers.contains_key(name) || self.handlers.contains_key(name)
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

/// The access key id of the account itself.
const ACCOUNT: &str = "local";

const SECRET_ACCESS_KEY: &str = "local-secret";
const REGION: &str = "us-east-1";

/// Whose signatures S3 takes: every function's, each with its name for a key.
pub(crate) fn signer() -> Signer {
    let http = HTTP.iter().map(|(name, _)| *name);
    let names = http.chain(EVENTS.iter().map(|(name, _)| *name));
    Signer {
        access_key_ids: names.chain([ACCOUNT]).map(str::to_owned).collect(),
        secret_access_key: SECRET_ACCESS_KEY.to_owned(),
        region: REGION.to_owned(),
    }
}

/// Environment variables by name.
pub(crate) type Environment = BTreeMap<&'static str, String>;

/// All that the functions are given, and the account's own key.
pub(crate) fn environment(config: &Config, urls: &Urls) -> Environment {
    let mut environment = Environment::from([
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", ACCOUNT.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY.to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", urls.dynamodb.clone()),
        ("AWS_ENDPOINT_URL_S3", urls.s3.clone()),
        ("AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS", urls.chime.clone()),
        ("AWS_ENDPOINT_URL_EVENTBRIDGE", urls.eventbridge.clone()),
        ("TWILIO_API_BASE_URL", urls.twilio.clone()),
        ("TWILIO_ACCOUNT_SID", config.twilio_account_sid.clone()),
        ("TWILIO_API_KEY_SID", config.twilio_key_sid.clone()),
        ("TWILIO_API_KEY_SECRET", config.twilio_key_secret.clone()),
        ("DAILY_API_BASE_URL", format!("{}/v1", urls.daily)),
        ("DAILY_API_KEY", config.daily_key.clone()),
        ("EVENT_BUS_NAME", bus::BUS.to_owned()),
        ("TABLE_NAME", TABLE.to_owned()),
        ("FILES_BUCKET", BUCKET.to_owned()),
        ("FILES_BASE_URL", format!("{}/files", urls.gateway)),
        ("MEETING_BASE_URL", urls.gateway.clone()),
        ("JWT_SECRET", config.jwt_secret.clone()),
        ("LOG_LEVEL", config.log_level.clone()),
        (
            "RATE_LIMIT_PER_MINUTE",
            config.rate_limit_per_minute.to_string(),
        ),
        ("CORS_ALLOWED_ORIGINS", config.cors_allowed_origins.clone()),
    ]);
    for (name, set) in [
        ("FILES_BASE_URL", &config.files_base_url),
        ("MEETING_BASE_URL", &config.meeting_base_url),
        ("JWT_JWKS_URL", &config.jwt_jwks_url),
        ("JWT_ISSUER", &config.jwt_issuer),
        ("JWT_AUDIENCE", &config.jwt_audience),
    ] {
        environment.extend(set.clone().map(|value| (name, value)));
    }
    environment
}

/// Who calls AWS.
#[derive(Clone, Copy)]
pub(crate) enum Caller<'a> {
    /// The account itself, which is given every setting.
    #[cfg(test)]
    Account,
    /// A function, which is given the variables that the template names.
    Function {
        name: &'a str,
        given: Option<&'a BTreeSet<String>>,
    },
}

impl Caller<'_> {
    fn access_key_id(&self) -> &str {
        match self {
            #[cfg(test)]
            Self::Account => ACCOUNT,
            Self::Function { name, .. } => name,
        }
    }

    /// Whether its environment has this variable. Lambda itself sets AWS's, and
    /// where the stand-ins are is nothing that a template knows.
    fn is_given(&self, variable: &str) -> bool {
        match self {
            #[cfg(test)]
            Self::Account => true,
            Self::Function { given, .. } => {
                variable.starts_with("AWS_")
                    || variable.ends_with("_API_BASE_URL")
                    || given.is_some_and(|given| given.contains(variable))
            }
        }
    }
}

/// The base of a function: the settings that its environment would hold.
pub(crate) fn base(
    environment: &Environment,
    clock: &MovableClock,
    caller: Caller<'_>,
) -> Result<Base, SettingsError> {
    let settings = Settings::read(|name| match name {
        "AWS_ACCESS_KEY_ID" => Some(caller.access_key_id().to_owned()),
        given if caller.is_given(given) => environment.get(given).cloned(),
        _ => None,
    })?;
    Ok(Base::new(settings, clock.shared()))
}
