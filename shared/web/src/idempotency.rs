use std::sync::{Arc, Mutex, PoisonError};

use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use ids::UserId;
use jiff::Timestamp;
use outcome::Trouble;
use ring::digest::{Context as Sha256, SHA256};
use serde::{Deserialize, Serialize};
use table::{Condition, Db, Entity, Key, Keys, Write};

use crate::call::Call;
use crate::error::ApiError;

/// A first call that has not answered after so many seconds has crashed.
const LOCK_SECONDS: i64 = 60;
/// How long a first answer is given again.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What makes two requests the same one: the key the client chose and the
/// path, together with a digest of the body.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(Option<(String, String)>);

impl IdempotencyKey {
    /// The header's text: 1 to 255 printable ASCII characters.
    pub(crate) fn text(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
        let Some(value) = headers.get(HEADER) else {
            return Ok(None);
        };
        match value.to_str() {
            Ok(text)
                if (1..=255).contains(&text.len())
                    && text.bytes().all(|b| (0x20..0x7f).contains(&b)) =>
            {
                Ok(Some(text.to_owned()))
            }
            _ => Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "Idempotency-Key must have 1 to 255 printable ASCII characters",
            )),
        }
    }

    pub(crate) fn new(text: Option<String>, path: &str, body: &[u8]) -> Self {
        Self(text.map(|text| {
            (
                digest(&[path.trim_end_matches('/').as_bytes(), text.as_bytes()]),
                digest(&[body]),
            )
        }))
    }
}

/// A digest of parts that cannot run into one another.
fn digest(parts: &[&[u8]]) -> String {
    let mut sha = Sha256::new(&SHA256);
    for part in parts {
        sha.update(&(part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    URL_SAFE_NO_PAD.encode(sha.finish())
}

/// The record of one key: claimed before the work, completed in its
/// transaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Record {
    caller: UserId,
    request: String,
    body: String,
    /// Until then nobody else may claim the key; seconds since 1970.
    held_until: i64,
    /// Who is at work; absent once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    worker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<Answer>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answer {
    status: u16,
    body: String,
}

impl Record {
    fn key_of(caller: &UserId, request: &str) -> Key {
        Key::new(format!("ONCE#{caller}"), request)
    }

    fn key(&self) -> Key {
        Self::key_of(&self.caller, &self.request)
    }
}

impl Entity for Record {
    fn keys(&self) -> Keys {
        Keys {
            expires_at: Some(self.held_until),
            ..self.key().into()
        }
    }
}

/// How far the key of a request has come; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<Mutex<Option<Stage>>>);

enum Stage {
    /// It is known, and not claimed yet.
    Named { request: String, body: String },
    /// The request has to complete this record or release it.
    Claimed(Record),
}

impl Progress {
    /// The request has this key.
    pub(crate) fn name(&self, key: &IdempotencyKey) {
        let named = key.0.clone();
        self.set(named.map(|(request, body)| Stage::Named { request, body }));
    }

    fn set(&self, stage: Option<Stage>) -> Option<Stage> {
        let mut standing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut standing, stage)
    }

    /// What is answered instead of an error. A key that was claimed is free
    /// again. What was refused before may have been right the first time, such
    /// as a start that has passed since: then the first answer is given again.
    pub(crate) async fn after(
        self,
        error: Response,
        caller: &UserId,
        db: &Db,
        now: Timestamp,
    ) -> Response {
        match self.set(None) {
            Some(Stage::Claimed(record)) => {
                release(record, db).await;
                error
            }
            Some(Stage::Named { request, body }) if error.status().is_client_error() => {
                let first = db.get::<Record>(Record::key_of(caller, &request)).await;
                let stands =
                    |first: &Record| first.body == body && first.held_until > now.as_second();
                // Where it cannot be read, the refusal is true all the same.
                let first = first.ok().flatten().filter(stands);
                first.and_then(|first| first.answer).map_or(error, replay)
            }
            _ => error,
        }
    }
}

/// Frees a key after an error. If the command was committed after all, its
/// completed record stays.
async fn release(record: Record, db: &Db) {
    let worker = record.worker.clone().unwrap_or_default();
    // If it fails, the lock runs out by itself.
    let _ = db
        .release(record.key(), Condition::is("worker", worker))
        .await;
}

/// What a request with an `Idempotency-Key` holds while it works; nothing
/// without one.
pub struct Claim {
    record: Option<Record>,
    db: Db,
    kept_until: i64,
}

impl<P> Call<P> {
    /// Claims the request's key. A request that was answered before ends here,
    /// with that answer.
    ///
    /// # Errors
    ///
    /// 422 for a key that came with another body, 409 for one whose first call
    /// is still running, 503 when the store fails.
    pub async fn claim(&self, key: IdempotencyKey) -> Result<Claim, ApiError> {
        let kept_until = self.now.as_second() + KEPT_SECONDS;
        let none = Claim {
            record: None,
            db: self.db.clone(),
            kept_until,
        };
        let Some((request, body)) = key.0 else {
            return Ok(none);
        };
        let record = Record {
            caller: self.caller.id.clone(),
            request,
            body,
            held_until: self.now.as_second() + LOCK_SECONDS,
            worker: Some(self.ids().uuid().simple().to_string()),
            answer: None,
        };
        let free = Condition::absent().or(Condition::below("held_until", self.now.as_second() + 1));
        // What the key has come to is known with this.
        self.context.progress.set(None);
        if let Some(item) = self.db.claim(&record, free).await? {
            let first: Record = item.read()?;
            // A retry of the claim itself finds the claim: it is ours.
            if first.worker != record.worker {
                return Err(told_before(first, &record));
            }
        }
        let claimed = Stage::Claimed(record.clone());
        self.context.progress.set(Some(claimed));
        Ok(Claim {
            record: Some(record),
            ..none
        })
    }
}

fn told_before(first: Record, second: &Record) -> ApiError {
    if first.body != second.body {
        let message = "This Idempotency-Key was used with another body";
        return ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, message);
    }
    match first.answer {
        None => ApiError::new(
            StatusCode::CONFLICT,
            "The first request with this Idempotency-Key is still running",
        ),
        Some(answer) => ApiError::answered(replay(answer)),
    }
}

fn replay(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let json = HeaderValue::from_static("application/json");
    let headers = [
        (CONTENT_TYPE, json),
        (REPLAYED, HeaderValue::from_static("true")),
    ];
    (status, headers, answer.body).into_response()
}

impl Claim {
    /// The write that completes the record with this answer, for the command's
    /// own transaction.
    ///
    /// # Errors
    ///
    /// An answer that cannot be written: a fault of ours.
    pub fn completes(
        &self,
        status: StatusCode,
        answer: &impl Serialize,
    ) -> Result<Option<Write>, Trouble> {
        let Some(record) = &self.record else {
            return Ok(None);
        };
        let worker = record.worker.clone().unwrap_or_default();
        Write::put(
            &self.completed(record, status, answer)?,
            Some(Condition::is("worker", worker)),
        )
        .map(Some)
    }

    /// Completes the record of a command that had nothing to commit.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn complete(
        &self,
        status: StatusCode,
        answer: &impl Serialize,
    ) -> Result<(), Trouble> {
        let Some(record) = &self.record else {
            return Ok(());
        };
        let worker = record.worker.clone().unwrap_or_default();
        self.db
            .claim(
                &self.completed(record, status, answer)?,
                Condition::is("worker", worker),
            )
            .await
            .map(drop)
    }

    fn completed(
        &self,
        record: &Record,
        status: StatusCode,
        answer: &impl Serialize,
    ) -> Result<Record, Trouble> {
        let body =
            serde_json::to_string(answer).map_err(|error| Trouble::Internal(error.into()))?;
        let answer = Some(Answer {
            status: status.as_u16(),
            body,
        });
        Ok(Record {
            held_until: self.kept_until,
            worker: None,
            answer,
            ..record.clone()
        })
    }
}
