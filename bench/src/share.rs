//! The share of a CPU that Lambda gives to a function of 128 MB: its quota in
//! each 20 milliseconds, as a cgroup of version 1 or 2, or, where none can be
//! made, by stopping and continuing the process.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::Result;

const PERIOD: Duration = Duration::from_millis(20);
/// One CPU is given at 1,769 MB.
const QUOTA: Duration = Duration::from_micros(20_000 * 128 / 1_769);

/// A process that is held to the share, until it is dropped.
pub enum Share {
    Cgroup(PathBuf),
    Signals(Arc<AtomicBool>, Option<JoinHandle<()>>),
}

impl Share {
    pub fn of(pid: u32) -> Result<Self> {
        let pid = i32::try_from(pid)?;
        let (period, quota) = (PERIOD.as_micros(), QUOTA.as_micros());
        let limits_1 = [
            ("cpu.cfs_period_us", period.to_string()),
            ("cpu.cfs_quota_us", quota.to_string()),
        ];
        let limits_2 = [("cpu.max", format!("{quota} {period}"))];
        cgroup(Path::new("/sys/fs/cgroup/cpu"), pid, &limits_1)
            .or_else(|_| cgroup(Path::new("/sys/fs/cgroup"), pid, &limits_2))
            .or_else(|_| signals(pid))
    }

    /// How it is done, for the report.
    pub fn how(&self) -> &'static str {
        match self {
            Self::Cgroup(_) => "a cgroup's quota of 1.45 ms in each 20 ms",
            Self::Signals(..) => "stopping the process for 18.55 ms of each 20 ms",
        }
    }
}

fn cgroup(parent: &Path, pid: i32, limits: &[(&str, String)]) -> Result<Share> {
    let folder = parent.join(format!("bench-{pid}"));
    std::fs::create_dir(&folder)?;
    let share = Share::Cgroup(folder.clone());
    for (file, value) in limits {
        std::fs::write(folder.join(file), value)?;
    }
    std::fs::write(folder.join("cgroup.procs"), pid.to_string())?;
    Ok(share)
}

fn signals(pid: i32) -> Result<Share> {
    let pid = Pid::from_raw(pid).ok_or("no such process")?;
    let over = Arc::new(AtomicBool::new(false));
    let is_over = Arc::clone(&over);
    let thread = std::thread::spawn(move || {
        while !is_over.load(Ordering::Relaxed) {
            std::thread::sleep(QUOTA);
            let _ = kill_process(pid, Signal::STOP);
            std::thread::sleep(PERIOD - QUOTA);
            let _ = kill_process(pid, Signal::CONT);
        }
    });
    Ok(Share::Signals(over, Some(thread)))
}

impl Drop for Share {
    fn drop(&mut self) {
        match self {
            // It can only be removed once its process is gone.
            Self::Cgroup(folder) => {
                let _ = std::fs::remove_dir(folder);
            }
            Self::Signals(over, thread) => {
                over.store(true, Ordering::Relaxed);
                let _ = thread.take().map(JoinHandle::join);
            }
        }
    }
}
