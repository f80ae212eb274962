use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use runtime::Clock;
use tokio::sync::watch;

use crate::store::{Store, StoreError};

const KIND: &str = "clock";
const KEY: &str = "ahead_seconds";

/// The time that functions and stand-ins see. It can be moved, runs on from
/// there, and is found moved after a restart.
#[derive(Clone)]
pub(crate) struct MovableClock {
    ahead: Arc<AtomicI64>,
    clock: Clock,
    store: Store,
    moved: watch::Sender<()>,
}

impl MovableClock {
    /// The clock as it was left in the store.
    pub(crate) fn open(store: Store) -> Result<Self, StoreError> {
        let ahead = store.all::<i64>(KIND)?.first().copied().unwrap_or_default();
        let ahead = Arc::new(AtomicI64::new(ahead));
        Ok(Self {
            clock: Clock::ahead(ahead.clone()),
            ahead,
            store,
            moved: watch::Sender::new(()),
        })
    }

    /// What functions are given.
    pub(crate) fn shared(&self) -> Clock {
        self.clock.clone()
    }

    /// The moved time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The moved time, as exactly as it is known.
    pub(crate) fn moment(&self) -> Timestamp {
        self.clock.moment()
    }

    /// The machine's time, which tokens are made for.
    pub(crate) fn real_now(&self) -> Timestamp {
        self.clock.system_now()
    }

    /// How many seconds it is ahead of real time.
    pub(crate) fn ahead_seconds(&self) -> i64 {
        self.ahead.load(Ordering::Relaxed)
    }

    /// Puts it so many seconds ahead of real time.
    pub(crate) fn set_ahead(&self, seconds: i64) -> Result<(), StoreError> {
        self.store.put(KIND, KEY, &seconds)?;
        self.ahead.store(seconds, Ordering::Relaxed);
        self.moved.send_replace(());
        Ok(())
    }

    /// Tells when it is moved.
    pub(crate) fn on_move(&self) -> watch::Receiver<()> {
        self.moved.subscribe()
    }
}
