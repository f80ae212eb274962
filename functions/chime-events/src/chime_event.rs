use consultations::rules::{Signal, SignalKind};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// An id that is longer is none of Chime's, and no key could hold it.
const LONGEST_ID: usize = 128;

/// What an event of Chime says, as far as it matters here. Only `eventType` and
/// `meetingId` are sure to be in it.
pub(crate) fn read(event: &Value, now: Timestamp) -> Option<Signal> {
    let detail = &event["detail"];
    let text = |name: &str| detail[name].as_str().map(str::to_owned);
    let attendee_id = text("attendeeId");
    let kind = match detail["eventType"].as_str()? {
        "chime:AttendeeJoined" => SignalKind::Joined {
            attendee_id: attendee_id?,
        },
        "chime:AttendeeLeft" => SignalKind::Left {
            attendee_id: attendee_id?,
        },
        "chime:AttendeeDropped" => SignalKind::Dropped {
            attendee_id: attendee_id?,
        },
        "chime:MeetingEnded" => SignalKind::Ended,
        _ => return None,
    };
    let precise = detail["timestamp"]
        .as_i64()
        .and_then(|at| Timestamp::from_millisecond(at).ok());
    let rough = || event["time"].as_str()?.parse().ok();
    Some(Signal {
        meeting_id: text("meetingId").filter(|id| id.len() <= LONGEST_ID)?,
        kind,
        at: last_moment(precise.or_else(rough).unwrap_or(now)),
    })
}

/// A time in whole seconds may mean any moment of its second: the last, so that
/// nothing of the same second that is known more exactly makes it late.
fn last_moment(at: Timestamp) -> Timestamp {
    if at.subsec_nanosecond() == 0 {
        at.saturating_add(SignedDuration::from_millis(999))
            .unwrap_or(at)
    } else {
        at
    }
}
