use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::chime::{self, Meetings};
use crate::clock::MovableClock;
use crate::config::Config;
use crate::controls::{self, Controls};
use crate::dynamodb::{DynamoDb, DynamoDbError};
use crate::faults::{Faults, Service};
use crate::functions::{self, Functions, Urls};
use crate::gateway::{self, LocalOnly, UnknownFunction};
use crate::port::Port;
use crate::s3::{self, Bucket};
use crate::stop::{Stop, Stopper};
use crate::store::{Store, StoreError};
use crate::template::{Template, TemplateError};
use crate::tokens::{ROLES, Tokens, ready_user};
use crate::{docs, limits};

/// How often is looked for what has come due.
const TICK: Duration = Duration::from_millis(500);

/// The platform did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// `template.yaml` cannot be followed.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// It routes to a function that is not there.
    #[error(transparent)]
    Route(#[from] UnknownFunction),
    /// A setting of the functions is wrong.
    #[error(transparent)]
    Settings(#[from] runtime::SettingsError),
    /// The embedded DynamoDB did not start.
    #[error(transparent)]
    DynamoDb(#[from] DynamoDbError),
    /// The stand-ins' store did not open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The port is taken, or may not be used.
    #[error("port {port}: {source}")]
    Port {
        /// Which one.
        port: u16,
        /// Why.
        source: std::io::Error,
    },
    /// The folder cannot be used, or another platform has it.
    #[error("DATA_DIR {}: {problem}", folder.display())]
    Data {
        /// Which one.
        folder: PathBuf,
        /// Why.
        problem: String,
    },
}

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
    tokens: Tokens,
    stop: Stopper,
    tasks: JoinSet<()>,
    dynamodb: DynamoDb,
    /// Held while the platform uses its folder.
    _lock: Option<File>,
}

/// The ports, all open before anything is told where they are.
struct Ports {
    gateway: Port,
    dynamodb: Port,
    s3: Port,
    chime: Port,
}

impl Platform {
    /// Starts everything, on the Tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// Says what did not start.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        limits::raise();
        let lock = config.data_dir.as_deref().map(lock).transpose()?;
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

        let functions = Functions::new(&functions::base(&config, &urls, &clock)?);
        let tokens = Tokens::new(&config, clock.clone());
        let faults = Faults::default();
        // Nobody listens to Chime's events yet.
        let meetings = Meetings::open(store.clone(), clock.clone(), Arc::new(|_| ()))?;
        let origins = &config.cors_allowed_origins;
        let bucket = Bucket::new(
            functions::BUCKET,
            functions::signer(),
            origins,
            store,
            clock.clone(),
        );
        let local = LocalOnly {
            docs: docs::router(),
            files: s3::files(bucket.clone()),
            controls: controls::router(Controls {
                clock,
                tokens: tokens.clone(),
                faults: faults.clone(),
                meetings: meetings.clone(),
                functions: functions.clone(),
            }),
        };
        let gateway = gateway::router(&template, &functions, local)?;

        let stop = Stopper::new();
        let mut tasks = JoinSet::new();
        let service = |port: Port, service, inner| {
            port.serve_service(service, inner, faults.clone(), stop.listener())
        };
        tasks.spawn(service(
            ports.dynamodb,
            Service::Dynamodb,
            dynamodb.service(),
        ));
        tasks.spawn(service(ports.s3, Service::S3, s3::router(bucket)));
        tasks.spawn(service(
            ports.chime,
            Service::Chime,
            chime::router(meetings.clone()),
        ));
        tasks.spawn(ports.gateway.serve(gateway, stop.listener()));
        tasks.spawn(tick(meetings, stop.listener()));
        let Urls {
            gateway: base_url,
            dynamodb: dynamodb_url,
            s3: s3_url,
            chime: chime_url,
        } = urls;
        Ok(Self {
            base_url,
            dynamodb_url,
            s3_url,
            chime_url,
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

impl Ports {
    async fn open(gateway: u16) -> Result<Self, StartError> {
        let open = async |port| {
            Port::open(port)
                .await
                .map_err(|source| StartError::Port { port, source })
        };
        Ok(Self {
            gateway: open(gateway).await?,
            dynamodb: open(0).await?,
            s3: open(0).await?,
            chime: open(0).await?,
        })
    }

    fn urls(&self) -> Urls {
        Urls {
            gateway: self.gateway.url(),
            dynamodb: self.dynamodb.url(),
            s3: self.s3.url(),
            chime: self.chime.url(),
        }
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

/// The folder, made if need be, and nobody else's. The lock goes with the
/// process, however that ends.
fn lock(folder: &Path) -> Result<File, StartError> {
    let failed = |problem: String| StartError::Data {
        folder: folder.to_owned(),
        problem,
    };
    fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    let file = File::create(folder.join("lock")).map_err(|error| failed(error.to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(failed("another platform uses it".to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error.to_string())),
    }
}

#[cfg(test)]
mod tests;
