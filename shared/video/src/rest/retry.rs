use std::time::Duration;

use http_client::{Answer, NoAnswer};

/// Pauses that the provider does not name: of random length, in milliseconds,
/// so that those who failed together do not come again together.
const PAUSE_MS: std::ops::Range<u64> = 100..300;

/// The longest pause that the provider may ask for, in seconds; who is asked
/// to stay away longer does not come again.
const LONGEST_PAUSE_SECONDS: u64 = 1;

/// Whether the provider throttles or has failed.
pub(super) fn is_failure(status: u16) -> bool {
    status == 429 || status >= 500
}

/// How long to wait before the one retry; `None` when there is to be none.
///
/// A call that was refused for its rate, or was never sent, may always be sent
/// again; any other only when it does no harm twice. After one that has taken
/// its whole time the other has what is left of [`super::CALL`].
pub(super) fn pause(first: &Result<Answer, NoAnswer>, is_repeatable: bool) -> Option<Duration> {
    let may_repeat = match first {
        Ok(answer) if answer.status == 429 => true,
        Err(NoAnswer::NotConnected(_)) => true,
        Ok(answer) => is_failure(answer.status) && is_repeatable,
        Err(_) => is_repeatable,
    };
    let asked = match first {
        Ok(answer) if is_failure(answer.status) => answer.header("retry-after"),
        _ => None,
    };
    let random = Duration::from_millis(fastrand::u64(PAUSE_MS));
    match asked.map(|seconds| seconds.trim().parse::<u64>()) {
        _ if !may_repeat => None,
        None => Some(random),
        Some(Ok(seconds)) if seconds <= LONGEST_PAUSE_SECONDS => {
            Some(Duration::from_secs(seconds).max(random))
        }
        // Longer, or a date, which has whole seconds at best.
        Some(_) => None,
    }
}
