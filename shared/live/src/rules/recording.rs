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

/// The session before Daily is asked to record it. A recording that has ended
/// by itself is over with that; it is the second half of the answer.
pub fn ask_recording(
    session: &LiveSession,
    instance_id: String,
    now: Timestamp,
) -> (LiveSession, Option<Recording>) {
    let mut after = session.clone();
    after.attempt = Some(Attempt {
        instance_id,
        asked_at: now,
        is_given_up: false,
    });
    let running = after.recording.as_mut().filter(|of| of.is_running());
    let ended = running.map(|running| {
        running.stopped_at = Some(now);
        running.clone()
    });
    (after, ended)
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

/// The session after its recording was stopped, with Daily's id of it where
/// that is known.
pub fn stop(
    session: &LiveSession,
    recording: &Recording,
    recording_id: Option<String>,
    now: Timestamp,
) -> (LiveSession, Recording) {
    let stopped = Recording {
        recording_id,
        stopped_at: Some(now),
        ..recording.clone()
    };
    let after = LiveSession {
        recording: Some(stopped.clone()),
        ..session.clone()
    };
    (after, stopped)
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
