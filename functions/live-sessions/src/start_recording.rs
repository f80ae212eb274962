use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use live::model::{LiveSession, Recording, RoomName};
use live::rules::{self, Outcome, Started};
use live::{Refusal, store};
use outcome::{Failure, Trouble};
use serde::Serialize;
use table::Tries;
use utoipa::ToSchema;
use video::Daily;
use video::daily::{Start, StartRecording};
use web::openapi::{LiveError, LiveRefused};
use web::{ApiError, Call, Id, milliseconds, ok, refuse};

use crate::app::App;
use crate::recordings;

/// A recording that runs.
#[derive(Serialize, ToSchema)]
pub struct StartedRecording {
    /// Daily's id of it; null where Daily has not said it yet.
    #[serde(rename = "recordingId")]
    recording_id: Option<String>,
    #[serde(rename = "startedAt")]
    #[schema(format = DateTime, example = "2027-12-25T10:00:00.000Z")]
    started_at: String,
}

/// Records a live session to Daily's cloud. For its instructor alone.
///
/// The recording's instance id is stored before Daily is asked: whatever
/// becomes of the call, it stops this recording and no other.
#[utoipa::path(
    post, path = "/live/sessions/{name}/start-recording", tag = "live", security(("bearer" = [])),
    params(("name" = String, Path, description = "The room's name")),
    responses(
        (status = 200, body = StartedRecording),
        (status = 403, body = LiveError, description = "The caller is not its instructor."),
        (status = 404, body = LiveError),
        (status = 409, body = LiveError, description = "Nobody is in the room, or a recording runs."),
        LiveRefused
    )
)]
pub async fn start_recording(
    State(app): State<App>,
    call: Call,
    Id(name): Id<RoomName>,
) -> Result<Response, ApiError> {
    let daily = app.daily()?;
    let instance_id = call.ids().uuid().hyphenated().to_string();
    announce(daily, &call, &name, &instance_id).await?;
    let asked = StartRecording {
        room_name: name.as_str(),
        instance_id: &instance_id,
        asked_at: call.now,
    };
    let recording_id = match daily.start_recording(&asked).await {
        Ok(Start::Started { recording_id }) => recording_id,
        Ok(refused) => {
            settle(&call, &name, &instance_id, &Outcome::NotStarted).await?;
            return Err(why_not(refused, name));
        }
        Err(trouble) => {
            undo(daily, &call, &name, &instance_id).await;
            return Err(trouble.into());
        }
    };
    let started = Outcome::Started(Started {
        recording_id: recording_id.clone(),
    });
    if let Err(failure) = settle(&call, &name, &instance_id, &started).await {
        let stopped = async {
            daily
                .stop_recording(name.as_str(), &instance_id)
                .await
                .map(drop)
        };
        runtime::afterwards("StopRecording", stopped).await;
        return Err(failure.into());
    }
    Ok(ok(StartedRecording {
        recording_id,
        started_at: milliseconds(call.now),
    }))
}

/// Stores that a recording is about to be asked for. One that an earlier call
/// may have left running is stopped first.
async fn announce(
    daily: &Daily,
    call: &Call,
    name: &RoomName,
    instance_id: &str,
) -> Result<(), ApiError> {
    let mut tries = Tries::new();
    loop {
        let session = store::load_existing(&call.db, name).await?;
        rules::may_record(&session, &call.caller.id).map_err(refuse)?;
        let attempt = session.attempt.as_ref();
        if attempt.is_some_and(|attempt| attempt.instance_id == instance_id) {
            // An earlier try has gone through without saying so.
            return Ok(());
        }
        let unsettled = rules::unsettled(&session, call.now).map_err(refuse)?;
        call.db.admitted().await?;
        if let Some(attempt) = unsettled {
            let stopped = daily.stop_recording(name.as_str(), &attempt.instance_id);
            stopped.await?;
        }
        let ended = match session.running() {
            Some(running) => Some(ended(daily, name, running, call.now).await?),
            None => None,
        };
        let (ids, now) = (call.ids(), call.now);
        let stored =
            store::ask_recording(&call.db, &session, instance_id, ended.as_ref(), &ids, now).await;
        match tries.settled(stored).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(trouble) => {
                // It may be stored all the same, and would be waited for.
                let settled = settle_if_there(call, name, instance_id, Outcome::NotStarted);
                runtime::afterwards("SettleRecording", settled).await;
                return Err(trouble.into());
            }
        }
    }
}

/// A recording that was not stopped, and has to have ended by itself.
async fn ended(
    daily: &Daily,
    name: &RoomName,
    running: &Recording,
    now: Timestamp,
) -> Result<Recording, ApiError> {
    let found = recordings::find(daily, name, running).await?;
    let ended = found.and_then(|found| recordings::ended(running, &found, now));
    ended.ok_or_else(|| refuse(Refusal::AlreadyRecording))
}

async fn settle(
    call: &Call,
    name: &RoomName,
    instance_id: &str,
    outcome: &Outcome,
) -> Result<LiveSession, Failure<Refusal>> {
    let ids = call.ids();
    store::settle_recording(&call.db, name, instance_id, outcome, &ids, call.now).await
}

/// The same, where a session that is gone has nothing to settle.
async fn settle_if_there(
    call: &Call,
    name: &RoomName,
    instance_id: &str,
    outcome: Outcome,
) -> Result<(), Trouble> {
    match settle(call, name, instance_id, &outcome).await {
        Err(Failure::Trouble(trouble)) => Err(trouble),
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
    }
}

/// Makes sure that nothing is recorded after a start of which nobody knows how
/// it ended. What fails here is done again by `provider-sweep`.
async fn undo(daily: &Daily, call: &Call, name: &RoomName, instance_id: &str) {
    let settled = async |outcome| settle_if_there(call, name, instance_id, outcome).await;
    let undone = async {
        settled(Outcome::Unknown).await?;
        daily.stop_recording(name.as_str(), instance_id).await?;
        settled(Outcome::NotStarted).await
    };
    runtime::afterwards("StopRecording", undone).await;
}

fn why_not(start: Start, name: RoomName) -> ApiError {
    match start {
        Start::NobodyThere => refuse(Refusal::NobodyThere(name)),
        Start::AlreadyRunning => refuse(Refusal::AlreadyRecording),
        Start::NoRoom | Start::Started { .. } => {
            Trouble::Provider("Daily has no such room any more".into()).into()
        }
    }
}
