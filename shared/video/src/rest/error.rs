use http_client::{Answer, NoAnswer};
use outcome::Trouble;
use serde_json::Value;

/// The longest code of an error that is worth a log line, in bytes.
const LONGEST_CODE: usize = 64;

/// Why a call failed, without anything of its bodies but the error's code:
/// they hold names, e-mails and tokens.
#[derive(Debug)]
pub(super) enum Failed {
    NoAnswer(NoAnswer),
    Status(u16, Option<String>),
    Nonsense,
}

/// The cause of a trouble.
#[derive(Debug, thiserror::Error)]
#[error("{provider} {operation} {outcome}")]
struct Cause {
    provider: &'static str,
    operation: &'static str,
    outcome: String,
    source: Option<NoAnswer>,
}

impl Failed {
    pub(super) fn no_answer(error: NoAnswer) -> Self {
        Self::NoAnswer(error)
    }

    /// Twilio's `code` is a number, Daily's `error` a word.
    pub(super) fn status(answer: &Answer) -> Self {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let code = match (&body["code"], &body["error"]) {
            (Value::Number(code), _) => Some(code.to_string()),
            (_, Value::String(word)) => Some(word.clone()),
            _ => None,
        };
        let is_code = |code: &String| {
            code.len() <= LONGEST_CODE
                && code
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        Self::Status(answer.status, code.filter(is_code))
    }

    /// Who throttles or does not answer is unavailable; who answers with
    /// anything else that was not asked for has failed.
    pub(super) fn trouble(self, provider: &'static str, operation: &'static str) -> Trouble {
        let is_unavailable = match &self {
            Self::NoAnswer(NoAnswer::NoRequest(_) | NoAnswer::TooLong) | Self::Nonsense => false,
            Self::NoAnswer(_) => true,
            Self::Status(status, _) => matches!(status, 429 | 503),
        };
        let (outcome, source) = match self {
            Self::NoAnswer(error) => ("did not answer".to_owned(), Some(error)),
            Self::Status(status, Some(code)) => (format!("answered {status} ({code})"), None),
            Self::Status(status, None) => (format!("answered {status}"), None),
            Self::Nonsense => ("answered what it does not document".to_owned(), None),
        };
        let cause = Box::new(Cause {
            provider,
            operation,
            outcome,
            source,
        });
        if is_unavailable {
            Trouble::Unavailable(cause)
        } else {
            Trouble::Provider(cause)
        }
    }
}
