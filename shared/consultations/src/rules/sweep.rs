use jiff::Timestamp;

use crate::model::{Consultation, EventType, LONGEST_OVERRUN, Party, Status};
use crate::rules::change::Change;

/// What time alone makes of it: nobody came, or nobody ended it. `None` when it
/// is not due.
pub fn sweep(consultation: &Consultation, now: Timestamp) -> Option<Change> {
    if consultation.due().is_none_or(|due| now < due) {
        return None;
    }
    let mut change = Change::of(consultation, now);
    let scheduled_end = consultation.period.end;
    if consultation.status == Status::Active {
        let end = change.last_leave().unwrap_or(scheduled_end);
        change.all_go_out(end, Some("session over"));
        let overrun = now.duration_since(scheduled_end) >= LONGEST_OVERRUN;
        let description = if consultation.anybody_in() && overrun {
            "Session ended: it was left open for 60 minutes"
        } else {
            "Session ended: nobody was in it any more"
        };
        change.complete(end, None, description);
    } else {
        change.all_go_out(now, Some("session over"));
        let description = format!("No-show: {}", missing(consultation));
        change.close(Status::NoShow);
        change.record(EventType::SessionNoShow, None, description);
    }
    Some(change)
}

fn missing(consultation: &Consultation) -> &'static str {
    let came = |party| consultation.presence(party).joined_at.is_some();
    match (came(Party::Doctor), came(Party::Patient)) {
        (false, false) => "doctor and patient did not join",
        (false, true) => "doctor did not join",
        (true, false) => "patient did not join",
        (true, true) => "doctor and patient were not there at the same time",
    }
}
