use std::time::{Duration, Instant};

use outcome::Trouble;

use crate::Lost;

/// A loser that judges anew still answers within the 12 seconds that every
/// request has.
const LONGEST: Duration = Duration::from_secs(9);
/// A hundred callers who want parts of one item leave each other time enough to
/// read and commit.
const LONGEST_PAUSE: Duration = Duration::from_millis(1_280);

/// Bounds how often a command is judged anew after it lost a race.
#[derive(Debug)]
pub struct Tries {
    started: Instant,
    pause: Duration,
}

impl Tries {
    /// The first try.
    #[allow(clippy::new_without_default, reason = "it starts a clock")]
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            pause: Duration::from_millis(5),
        }
    }

    /// `true` when the commit went through, `false` when the command is to be
    /// judged anew, after a pause of random length.
    ///
    /// # Errors
    ///
    /// The store's failure, or [`Trouble::Contended`] when the races have taken
    /// too long.
    pub async fn settled(&mut self, committed: Result<(), Lost>) -> Result<bool, Trouble> {
        match committed {
            Ok(()) => Ok(true),
            Err(Lost::Anew) if self.started.elapsed() < LONGEST => {
                tokio::time::sleep(self.pause.mul_f64(fastrand::f64())).await;
                self.pause = (self.pause * 2).min(LONGEST_PAUSE);
                Ok(false)
            }
            Err(lost) => Err(lost.into()),
        }
    }
}
