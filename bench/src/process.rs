//! A function's process, started as Lambda starts it, and what the kernel
//! knows of it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::Result;
use crate::runtime_api::{Answer, RuntimeApi};

/// A running function.
pub struct Function {
    child: Child,
    api: RuntimeApi,
    pub spawned: Instant,
    last_line: Arc<Mutex<String>>,
}

impl Function {
    /// Starts a binary; it is in its init then.
    pub async fn start(
        binary: &Path,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self> {
        let api = RuntimeApi::start().await?;
        let mut command = Command::new(binary);
        command
            .env_clear()
            .envs(env)
            .env("AWS_LAMBDA_RUNTIME_API", api.address.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let spawned = Instant::now();
        let mut child = command.spawn()?;
        let last_line: Arc<Mutex<String>> = Arc::default();
        if let Some(log) = child.stdout.take() {
            let last = Arc::clone(&last_line);
            std::thread::spawn(move || {
                for line in BufReader::new(log).lines().map_while(|line| line.ok()) {
                    *last.lock().unwrap_or_else(PoisonError::into_inner) = line;
                }
            });
        }
        Ok(Self {
            child,
            api,
            spawned,
            last_line,
        })
    }

    /// When it asked for the next event.
    pub async fn asked(&mut self) -> Result<Instant> {
        self.api.asked().await
    }

    /// What it makes of an event; it must have asked for one.
    pub async fn invoke(&mut self, event: Bytes) -> Result<Answer> {
        self.api.invoke(event).await
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The newest line of its log.
    pub fn last_line(&self) -> String {
        let line = self.last_line.lock();
        line.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The time that its threads have run.
    pub fn cpu(&self) -> Result<Duration> {
        let mut sum = 0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.id()))? {
            let times = std::fs::read_to_string(task?.path().join("schedstat"))?;
            sum += times.split(' ').next().unwrap_or("0").parse::<u64>()?;
        }
        Ok(Duration::from_nanos(sum))
    }

    /// The most memory it has had, in KiB.
    pub fn peak_memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
        Ok(peak.ok_or("no VmHWM")?.parse()?)
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
