use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

use crate::{Answer, App, LogLine};

const POLL: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(60);

/// The real binary, started as a user would; killed when dropped.
pub struct Process {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Process {
    /// Starts it on a free port with a data folder, without a rate limit.
    pub fn start(program: &str, data_dir: &Path) -> Self {
        Self::start_at(program, data_dir, 0)
    }

    /// As [`Self::start`], on this port.
    pub fn start_at(program: &str, data_dir: &Path, port: u16) -> Self {
        let mut child = Command::new(program)
            .env("PORT", port.to_string())
            .env("DATA_DIR", data_dir)
            .env("JWT_SECRET", App::secret())
            .env("RATE_LIMIT_PER_MINUTE", "0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the platform's binary");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = lines.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                sink.lock().expect("nobody panics with it").push(line);
            }
        });
        Self { child, lines }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The platform in it, once it answers.
    pub async fn app(&self) -> App {
        let url = self.wait_for(|line| {
            let from = line.find("http://127.0.0.1:")?;
            let length = line[from + 7..].find(|c: char| !(c.is_ascii_digit() || ".:".contains(c)));
            Some(
                length
                    .map_or(&line[from..], |length| &line[from..from + 7 + length])
                    .to_owned(),
            )
        });
        App::at_process(&url)
    }

    /// Everything it has printed.
    pub fn output(&self) -> Vec<String> {
        self.lines.lock().expect("nobody panics with it").clone()
    }

    /// The log line of the request that got this answer.
    pub fn log_of(&self, answer: &Answer) -> LogLine {
        let request_id = answer.header("x-request-id").expect("a request id");
        self.wait_for(|line| {
            LogLine::read(line)
                .filter(|entry| entry.fields["request_id"].as_str() == Some(request_id))
        })
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("its end");
    }

    /// Ctrl-C; how it ended.
    pub fn interrupt(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-INT", &id])
            .status()
            .expect("the kill command");
        assert!(sent.success(), "SIGINT was not sent");
        poll("the end of the process", || {
            self.child.try_wait().expect("its state")
        })
    }

    fn wait_for<T>(&self, find: impl Fn(&str) -> Option<T>) -> T {
        poll("a line of its output", || {
            self.output().iter().find_map(|line| find(line))
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again until it is there. Only for what another process does.
fn poll<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..PATIENCE.as_millis() / POLL.as_millis() {
        if let Some(found) = look() {
            return found;
        }
        sleep(POLL);
    }
    panic!("{what} did not come within {PATIENCE:?}")
}
