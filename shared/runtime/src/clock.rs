use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// The time. In the cloud it is the system's; the local platform moves it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_seconds: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that is as many seconds ahead of the system's as the counter
    /// says, now and later.
    pub fn ahead(seconds: Arc<AtomicI64>) -> Self {
        Self {
            ahead_seconds: Some(seconds),
        }
    }

    /// Now, in whole seconds: what is stored and answered has no fractions.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.moment().as_second()).unwrap_or(Timestamp::MAX)
    }

    /// Now, as exactly as it is known: what new ids are made of, so that they
    /// sort by it.
    pub fn moment(&self) -> Timestamp {
        let ahead = self
            .ahead_seconds
            .as_ref()
            .map_or(0, |seconds| seconds.load(Ordering::Relaxed));
        self.system_now()
            .saturating_add(SignedDuration::from_secs(ahead))
            .unwrap_or(Timestamp::MAX)
    }

    /// The system's time, which a token's `exp` and `nbf` are checked against.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the system's clock is read"
    )]
    pub fn system_now(&self) -> Timestamp {
        Timestamp::now()
    }
}
