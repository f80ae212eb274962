//! The share of a CPU that Lambda gives to a function by its memory: its quota
//! in each 20 milliseconds, as a cgroup of version 1 or 2, or, where none can
//! be made, by stopping and continuing the process.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::Result;

const PERIOD: Duration = Duration::from_millis(20);
/// One CPU is given at so many megabytes.
pub const ONE_CPU: u32 = 1_769;

/// A process that is held to the share, until it is dropped.
pub enum Share {
    Cgroup(PathBuf),
    Signals(Arc<AtomicBool>, Option<JoinHandle<()>>),
}

impl Share {
    pub fn of(pid: u32, megabytes: u32) -> Result<Self> {
        let pid = i32::try_from(pid)?;
        let share = PERIOD * megabytes.min(ONE_CPU) / ONE_CPU;
        let (period, quota) = (PERIOD.as_micros(), share.as_micros());
        let limits_1 = [
            ("cpu.cfs_period_us", period.to_string()),
            ("cpu.cfs_quota_us", quota.to_string()),
        ];
        let limits_2 = [("cpu.max", format!("{quota} {period}"))];
        cgroup(Path::new("/sys/fs/cgroup/cpu"), pid, &limits_1)
            .or_else(|_| cgroup(Path::new("/sys/fs/cgroup"), pid, &limits_2))
            .or_else(|_| signals(pid, share))
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

fn signals(pid: i32, share: Duration) -> Result<Share> {
    let pid = Pid::from_raw(pid).ok_or("no such process")?;
    let over = Arc::new(AtomicBool::new(false));
    let is_over = Arc::clone(&over);
    let thread = std::thread::spawn(move || {
        while !is_over.load(Ordering::Relaxed) {
            std::thread::sleep(share);
            let _ = kill_process(pid, Signal::STOP);
            std::thread::sleep(PERIOD.saturating_sub(share));
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
