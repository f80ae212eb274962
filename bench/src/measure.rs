//! One start of a function, and what it costs.

use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use table::Db;

use crate::cases::{self, Case};
use crate::front::{Door, Front};
use crate::process::Function;
use crate::share::Share;
use crate::store::{Store, TABLE};
use crate::{Result, stand_ins, world};

/// What the starts of one case have cost.
#[derive(Default)]
pub struct Measured {
    /// From spawning it to when it asks for its first event.
    pub init: Vec<Duration>,
    /// Its first event alone.
    pub first: Vec<Duration>,
    /// From spawning it to the first answer.
    pub cold: Vec<Duration>,
    /// The CPU time until then.
    pub cold_cpu: Vec<Duration>,
    /// Cold again, on the share of a 128 MB function once init is over.
    pub cold_at_128_mb: Vec<Duration>,
    /// Answers when it is warm.
    pub warm: Vec<Duration>,
    /// The mean CPU time of a warm call, for each start.
    pub warm_cpu: Vec<Duration>,
    /// The most memory, in KiB.
    pub peak_memory: u64,
    /// Calls of DynamoDB in a warm call.
    pub round_trips: f64,
    /// The HTTP status of the answers, for functions that answer HTTP.
    pub status: Option<u64>,
}

/// Starts cases.
pub struct Bench {
    pub front: Front,
    /// DynamoDB.
    pub table: Door,
    /// Chime and EventBridge.
    pub stand_ins: Door,
    /// Where the release binaries are.
    pub binaries: PathBuf,
    /// Warm calls of each start.
    pub warm: u32,
    store: Store,
}

impl Bench {
    /// With an empty table.
    pub async fn new(front: Front, binaries: PathBuf, warm: u32) -> Result<Self> {
        let store = Store::start()?;
        Ok(Self {
            table: front.before(store.address).await?,
            stand_ins: front.before(stand_ins::start().await?).await?,
            front,
            binaries,
            warm,
            store,
        })
    }

    /// Starts again with what the functions find, and this many days to book.
    pub async fn fill(&mut self, days: u32) -> Result<Db> {
        self.store = Store::start()?;
        self.table = self.front.before(self.store.address).await?;
        let db = world::table(self.store.address)?;
        world::fill(&db, cases::days(days)).await?;
        Ok(db)
    }

    /// One cold start, and warm calls after it.
    pub async fn warm(&self, case: &Case, measured: &mut Measured) -> Result<()> {
        let mut function = self.cold(case, measured).await?;
        // A few calls more until everything is in its caches.
        for _ in 0..10 {
            function.asked().await?;
            self.invoke(case, &mut function, measured).await?;
        }
        function.asked().await?;
        let (cpu, (calls, _)) = (function.cpu()?, self.table.traffic.so_far());
        for _ in 0..self.warm {
            let took = self.invoke(case, &mut function, measured).await?;
            measured.warm.push(took);
            function.asked().await?;
        }
        let cpu = function.cpu()?.saturating_sub(cpu);
        measured.warm_cpu.push(cpu / self.warm);
        let calls = self.table.traffic.so_far().0 - calls;
        #[allow(clippy::cast_precision_loss, reason = "a mean of small numbers")]
        let mean = calls as f64 / f64::from(self.warm);
        measured.round_trips = mean;
        measured.peak_memory = measured.peak_memory.max(function.peak_memory()?);
        Ok(())
    }

    /// One cold start.
    pub async fn cold(&self, case: &Case, measured: &mut Measured) -> Result<Function> {
        let mut function = self.start(case).await?;
        let asked = function.asked().await?;
        measured.init.push(asked - function.spawned);
        let answer = function.invoke(case.event()?).await?;
        measured.first.push(answer.took);
        measured.cold.push(answer.at - function.spawned);
        measured.cold_cpu.push(function.cpu()?);
        check(case, &answer.body, answer.failed, measured)?;
        Ok(function)
    }

    /// One cold start, on the share of a 128 MB function once init is over:
    /// until then Lambda gives a whole CPU.
    pub async fn cold_at_128_mb(&self, case: &Case, measured: &mut Measured) -> Result<()> {
        let mut function = self.start(case).await?;
        let asked = function.asked().await?;
        let share = Share::of(function.id(), 128)?;
        let answer = function.invoke(case.event()?).await?;
        measured
            .cold_at_128_mb
            .push(asked - function.spawned + answer.took);
        drop((function, share));
        Ok(())
    }

    /// One warm call.
    pub async fn invoke(
        &self,
        case: &Case,
        function: &mut Function,
        measured: &mut Measured,
    ) -> Result<Duration> {
        let answer = function.invoke(case.event()?).await?;
        check(case, &answer.body, answer.failed, measured)?;
        Ok(answer.took)
    }

    /// Starts a case; it is in its init then.
    pub async fn start(&self, case: &Case) -> Result<Function> {
        let path = |path: &PathBuf| path.to_string_lossy().into_owned();
        let env = [
            ("_HANDLER", "bootstrap".to_owned()),
            ("AWS_LAMBDA_FUNCTION_NAME", case.binary.clone()),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128".to_owned()),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench".to_owned()),
            ("AWS_LAMBDA_LOG_STREAM_NAME", "bench".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "bench".to_owned()),
            ("AWS_SESSION_TOKEN", "session".repeat(100)),
            ("AWS_ENDPOINT_URL_DYNAMODB", self.table.url.clone()),
            (
                "AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS",
                self.stand_ins.url.clone(),
            ),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", self.stand_ins.url.clone()),
            ("AWS_CA_BUNDLE", path(&self.front.aws_roots)),
            ("SSL_CERT_FILE", path(&self.front.system_roots)),
            ("TABLE_NAME", TABLE.to_owned()),
            (
                "JWT_SECRET",
                "local-only-secret-local-only-secret".to_owned(),
            ),
            ("RATE_LIMIT_PER_MINUTE", case.rate_limit.to_string()),
            ("FILES_BASE_URL", "https://files.example.com".to_owned()),
            ("MEETING_BASE_URL", "https://meet.example.com".to_owned()),
            ("TWILIO_ACCOUNT_SID", format!("AC{:032}", 0)),
            ("TWILIO_API_KEY_SID", format!("SK{:032}", 0)),
            ("TWILIO_API_KEY_SECRET", "bench-twilio-secret".to_owned()),
            ("DAILY_API_KEY", "bench-daily-key".to_owned()),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value));
        Function::start(&self.binaries.join(&case.binary), env).await
    }
}

/// An answer that is not what the others were makes the figures worthless.
fn check(case: &Case, body: &Bytes, failed: bool, measured: &mut Measured) -> Result<()> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let status = answer["statusCode"].as_u64();
    let first = *measured.status.get_or_insert(status.unwrap_or(0));
    if failed || status.is_some_and(|status| status >= 500 || status != first) {
        let body = String::from_utf8_lossy(body);
        return Err(format!("{} answered {body}", case.name).into());
    }
    Ok(())
}
