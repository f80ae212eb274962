use ids::UserId;
use jiff::{SignedDuration, Timestamp};

use crate::Refusal;
use crate::model::{Attempt, LiveSession, Recording};

/// A request that starts a recording is over, or was given up, after so long.
const ATTEMPT_TAKES: SignedDuration = SignedDuration::from_secs(15);

/// Whether the caller may record a session.
///
/// # Errors
///
/// The caller is not its instructor.
pub fn may_record(session: &LiveSession, caller: &UserId) -> Result<(), Refusal> {
    if session.instructor == *caller {
        Ok(())
    } else {
        Err(Refusal::MayNotRecord(session.room_name.clone()))
    }
}

/// A start that never said how it ended: whether it records is to be made sure
/// of before another one.
///
/// # Errors
///
/// It may still be under way.
pub fn unsettled(session: &LiveSession, now: Timestamp) -> Result<Option<&Attempt>, Refusal> {
    match &session.attempt {
        Some(attempt) if is_under_way(attempt, now) => Err(Refusal::AlreadyRecording),
        attempt => Ok(attempt.as_ref()),
    }
}

fn is_under_way(attempt: &Attempt, now: Timestamp) -> bool {
    !attempt.is_given_up && now.duration_since(attempt.asked_at) < ATTEMPT_TAKES
}

/// The session before Daily is asked to record it; `ended` is its recording
/// that ran, and has ended by itself.
pub fn ask_recording(
    session: &LiveSession,
    instance_id: String,
    ended: Option<&Recording>,
    now: Timestamp,
) -> LiveSession {
    let mut after = session.clone();
    after.attempt = Some(Attempt {
        instance_id,
        asked_at: now,
        is_given_up: false,
    });
    after.recording = ended.cloned().or(after.recording);
    after
}

/// What came of asking Daily to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It records.
    Started(Started),
    /// It does not, for sure.
    NotStarted,
    /// Nobody knows; who comes next makes sure that it does not.
    Unknown,
}

/// A recording that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// Daily's id of it, where Daily has said it.
    pub recording_id: Option<String>,
}

/// The session after Daily was asked to record it by an instance id; `None`
/// when somebody else has settled that meanwhile.
pub fn settle(session: &LiveSession, instance_id: &str, outcome: &Outcome) -> Option<LiveSession> {
    let mut after = session.clone();
    let attempt = after.attempt.take();
    let attempt = attempt.filter(|attempt| attempt.instance_id == instance_id)?;
    match outcome {
        Outcome::Started(started) => {
            after.recording = Some(Recording {
                instance_id: attempt.instance_id,
                recording_id: started.recording_id.clone(),
                started_at: attempt.asked_at,
                stopped_at: None,
            });
        }
        Outcome::NotStarted => {}
        Outcome::Unknown => {
            after.attempt = Some(Attempt {
                is_given_up: true,
                ..attempt
            });
        }
    }
    Some(after)
}

/// The recording that the caller may stop.
///
/// # Errors
///
/// The caller is not the session's instructor, or none runs.
pub fn may_stop<'a>(session: &'a LiveSession, caller: &UserId) -> Result<&'a Recording, Refusal> {
    if session.instructor != *caller {
        return Err(Refusal::MayNotStopRecording(session.room_name.clone()));
    }
    session.running().ok_or(Refusal::NotRecorded)
}

/// A recording that is over since then, with Daily's id of it where that is
/// known.
pub fn stopped(
    recording: &Recording,
    recording_id: Option<String>,
    stopped_at: Timestamp,
) -> Recording {
    let recording = recording.clone();
    Recording {
        recording_id: recording.recording_id.or(recording_id),
        stopped_at: Some(stopped_at),
        ..recording
    }
}

/// When a recording was over, by the length that Daily tells once it has
/// processed it; `None` where neither that nor a stop is known. A stop that
/// came well after that has ended nothing.
pub fn over_at(recording: &Recording, length_seconds: Option<i64>) -> Option<Timestamp> {
    let ended_at = length_seconds.map(|length| {
        let length = SignedDuration::from_secs(length);
        let ended_at = recording.started_at.saturating_add(length);
        ended_at.unwrap_or(recording.started_at)
    });
    match (recording.stopped_at, ended_at) {
        // Daily begins a while after it was asked to.
        (Some(stopped), Some(ended)) if stopped.duration_since(ended) <= ATTEMPT_TAKES => {
            Some(stopped)
        }
        (stopped, ended) => ended.or(stopped),
    }
}

/// The latest recording of a session, for its instructor.
///
/// # Errors
///
/// The caller is not the instructor (the words are the seed's), or there is
/// none.
pub fn may_see_recording<'a>(
    session: &'a LiveSession,
    caller: &UserId,
) -> Result<&'a Recording, Refusal> {
    if session.instructor != *caller {
        return Err(Refusal::MayNotStopRecording(session.room_name.clone()));
    }
    session.recording.as_ref().ok_or(Refusal::NotRecorded)
}
