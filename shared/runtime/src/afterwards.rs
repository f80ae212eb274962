use std::time::Duration;

use outcome::Trouble;
use serde_json::json;

use crate::log;

/// Nobody waits longer for what is made sure of elsewhere.
const LONGEST: Duration = Duration::from_secs(2);

/// Does after a commit what the answer does not depend on, and what is made
/// sure of in another way: that it fails, or takes too long, is only logged.
pub async fn afterwards(what: &'static str, call: impl Future<Output = Result<(), Trouble>>) {
    let cause = match tokio::time::timeout(LONGEST, call).await {
        Ok(Ok(())) => return,
        Ok(Err(trouble)) => log::chain(&trouble),
        Err(_) => "no answer in time".to_owned(),
    };
    log::line(&json!({ "level": "warn", "afterwards": what, "cause": cause }));
}
