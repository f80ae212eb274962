mod error;
mod events;
mod folder;
mod ports;
mod services;

use std::fs::File;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::chime::Meetings;
use crate::clock::MovableClock;
use crate::config::Config;
use crate::controls::{self, Controls};
use crate::deliveries::Invocations;
use crate::dynamodb::DynamoDb;
use crate::faults::Faults;
use crate::functions::{self, Caller, Functions, Urls};
use crate::gateway::{self, LocalOnly};
use crate::permissions::Permissions;
use crate::port::Guards;
use crate::s3;
use crate::stop::{Stop, Stopper};
use crate::store::Store;
use crate::template::Template;
use crate::tokens::{ROLES, Tokens, ready_user};
use crate::{docs, limits};
pub use error::StartError;
use events::Events;
use ports::Ports;
use services::Services;

/// How often is looked for what has come due.
const TICK: Duration = Duration::from_millis(500);

/// A running platform. Dropping it stops it at once, [`Platform::stop`] lets
/// the last requests finish.
pub struct Platform {
    /// Where the gateway answers, without a slash at the end.
    pub base_url: String,
    /// `AWS_ENDPOINT_URL_DYNAMODB` of the functions. Faults strike here.
    pub dynamodb_url: String,
    /// `AWS_ENDPOINT_URL_S3` of the functions. Faults strike here.
    pub s3_url: String,
    /// `AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS` of the functions. Faults strike here.
    pub chime_url: String,
    /// `AWS_ENDPOINT_URL_EVENTBRIDGE` of the functions. Faults strike here.
    pub eventbridge_url: String,
    /// `TWILIO_API_BASE_URL` of the functions. Faults strike here.
    pub twilio_url: String,
    /// `DAILY_API_BASE_URL` of the functions, without its `/v1`. Faults strike
    /// here.
    pub daily_url: String,
    tokens: Tokens,
    stop: Stopper,
    tasks: JoinSet<()>,
    dynamodb: DynamoDb,
    /// Held while the platform uses its folder.
    _lock: Option<File>,
}

impl Platform {
    /// Starts everything, on the Tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// Says what did not start.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        limits::raise();
        let lock = config.data_dir.as_deref().map(folder::lock).transpose()?;
        let file = |name: &str| config.data_dir.as_ref().map(|folder| folder.join(name));
        let template = Template::load()?;
        let store = Store::open(file("stand-ins.sqlite").as_deref())?;
        let clock = MovableClock::open(store.clone())?;
        let table_file = file("dynamodb.sqlite");
        let dynamodb = DynamoDb::start(
            table_file.as_deref(),
            functions::TABLE,
            &template.table,
            &clock,
        )?;
        let ports = Ports::open(config.port).await?;
        let urls = ports.urls();

        let tokens = Tokens::new(&config, clock.clone());
        let guards = Guards {
            permissions: Permissions::new(template.statements.clone()),
            faults: Faults::default(),
        };
        let environment = functions::environment(&config, &urls);
        let functions = Functions::new(|name| {
            let given = template.environments.get(name);
            let caller = Caller::Function { name, given };
            functions::base(&environment, &clock, caller)
        })?;
        let wiring = template.wiring.clone();
        functions.check(&wiring)?;
        let invocations = Invocations::new(wiring.invocations);
        let services = Services::open(&config, wiring.rules, &store, &clock)?;
        let local = LocalOnly {
            docs: docs::router(),
            files: s3::files(services.bucket.clone()),
            controls: controls::router(Controls {
                clock: clock.clone(),
                tokens: tokens.clone(),
                faults: guards.faults.clone(),
                permissions: guards.permissions.clone(),
                meetings: services.meetings.clone(),
                twilio: services.twilio.clone(),
                daily: services.daily.clone(),
                functions: functions.clone(),
                invocations: invocations.clone(),
                bus: services.bus.clone(),
                environment,
            }),
        };
        let gateway = gateway::router(&template, &functions, local)?;

        let stop = Stopper::new();
        let mut tasks = JoinSet::new();
        services.serve(&mut tasks, ports.services, &dynamodb, &guards, &stop);
        tasks.spawn(ports.gateway.serve(gateway, stop.listener()));
        tasks.spawn(tick(services.meetings, stop.listener()));
        let events = Events {
            streams: wiring.streams,
            schedules: wiring.schedules,
            functions,
            invocations,
            bus: services.bus,
            store,
            clock,
        };
        events.run(&mut tasks, &dynamodb, &stop);
        let Urls {
            gateway: base_url,
            dynamodb: dynamodb_url,
            s3: s3_url,
            chime: chime_url,
            eventbridge: eventbridge_url,
            twilio: twilio_url,
            daily: daily_url,
        } = urls;
        Ok(Self {
            base_url,
            dynamodb_url,
            s3_url,
            chime_url,
            eventbridge_url,
            twilio_url,
            daily_url,
            tokens,
            stop,
            tasks,
            dynamodb,
            _lock: lock,
        })
    }

    /// A token for each role: the role, its user, the token. They live for 30
    /// days.
    pub fn ready_tokens(&self) -> Vec<(&'static str, String, String)> {
        ROLES
            .iter()
            .map(|role| (*role, ready_user(role), self.tokens.ready(role)))
            .collect()
    }

    /// Stops everything, once the requests that are running have been
    /// answered, or after five seconds.
    pub async fn stop(mut self) {
        self.stop.stop();
        while self.tasks.join_next().await.is_some() {}
        self.dynamodb.stop().await;
    }
}

/// Makes what ends by itself end on time, though nobody asks.
async fn tick(meetings: Meetings, mut stop: Stop) {
    loop {
        tokio::select! {
            () = stop.told() => return,
            () = tokio::time::sleep(TICK) => meetings.end_due(),
        }
    }
}

#[cfg(test)]
mod tests;
