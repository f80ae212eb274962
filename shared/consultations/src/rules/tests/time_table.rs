//! Every standing × what nobody does: Chime's signals, time, and the
//! appointment's own changes.

use jiff::Timestamp;

use super::standings::judge;
use crate::Refusal;
use crate::fixtures::{at, period};
use crate::model::Consultation;
use crate::rules::*;

fn now() -> Timestamp {
    at("2027-01-25T10:10:00Z")
}

/// A signal of 10:09:59.5: the column says whose attendee it is about.
fn signalled(
    kind: fn(String) -> SignalKind,
) -> impl Fn(&Consultation, &str) -> Result<Option<Change>, Refusal> {
    move |before, column| {
        let (meeting_id, attendee) = match column {
            "other meeting" => ("meeting-9", "of-doctor"),
            "unknown" => ("meeting-0", "of-nobody"),
            "patient" => ("meeting-0", "of-patient"),
            _ => ("meeting-0", "of-doctor"),
        };
        let signal = Signal {
            meeting_id: meeting_id.to_owned(),
            kind: kind(attendee.to_owned()),
            at: at("2027-01-25T10:09:59.5Z"),
        };
        Ok(super::super::signal(before, &signal, now()))
    }
}

#[test]
fn attendee_joined() {
    let table = "
joined               | doctor     | patient   | unknown | other meeting
scheduled            | same       | same      | same    | same
waiting              | same       | same      | same    | same
waiting, empty       | WAITING +d | same      | same    | same
waiting, doctor gone | ACTIVE +d  | same      | same    | same
active               | same       | same      | same    | same
active, doctor gone  | ACTIVE +d  | same      | same    | same
active, empty        | ACTIVE +d  | ACTIVE +p | same    | same
completed, left      | same       | same      | same    | same
completed, ended     | same       | same      | same    | same
cancelled            | same       | same      | same    | same
cancelled, came      | same       | same      | same    | same
no-show              | same       | same      | same    | same
no-show, came        | same       | same      | same    | same
";
    judge(
        table,
        signalled(|attendee_id| SignalKind::Joined { attendee_id }),
    );
}

#[test]
fn attendee_left() {
    let table = "
left                 | doctor     | patient                | unknown | other meeting
scheduled            | same       | same                   | same    | same
waiting              | WAITING -d | same                   | same    | same
waiting, empty       | same       | same                   | same    | same
waiting, doctor gone | same       | WAITING -p             | same    | same
active               | ACTIVE -d  | ACTIVE -p              | same    | same
active, doctor gone  | same       | COMPLETED -p completed | same    | same
active, empty        | same       | same                   | same    | same
completed, left      | same       | same                   | same    | same
completed, ended     | same       | same                   | same    | same
cancelled            | same       | same                   | same    | same
cancelled, came      | same       | same                   | same    | same
no-show              | same       | same                   | same    | same
no-show, came        | same       | same                   | same    | same
";
    judge(
        table,
        signalled(|attendee_id| SignalKind::Left { attendee_id }),
    );
}

#[test]
fn attendee_dropped() {
    let table = "
dropped              | doctor     | patient    | unknown | other meeting
scheduled            | same       | same       | same    | same
waiting              | WAITING -d | same       | same    | same
waiting, empty       | same       | same       | same    | same
waiting, doctor gone | same       | WAITING -p | same    | same
active               | ACTIVE -d  | ACTIVE -p  | same    | same
active, doctor gone  | same       | ACTIVE -p  | same    | same
active, empty        | same       | same       | same    | same
completed, left      | same       | same       | same    | same
completed, ended     | same       | same       | same    | same
cancelled            | same       | same       | same    | same
cancelled, came      | same       | same       | same    | same
no-show              | same       | same       | same    | same
no-show, came        | same       | same       | same    | same
";
    judge(
        table,
        signalled(|attendee_id| SignalKind::Dropped { attendee_id }),
    );
}

/// `WAITING` alone: nobody was in, and the meeting is no longer on.
#[test]
fn meeting_ended() {
    let table = "
ended                | own meeting               | other meeting
scheduled            | same                      | same
waiting              | WAITING -d                | same
waiting, empty       | WAITING                   | same
waiting, doctor gone | WAITING -p                | same
active               | COMPLETED -d -p completed | same
active, doctor gone  | COMPLETED -p completed    | same
active, empty        | COMPLETED completed       | same
completed, left      | same                      | same
completed, ended     | same                      | same
cancelled            | same                      | same
cancelled, came      | same                      | same
no-show              | same                      | same
no-show, came        | same                      | same
";
    judge(table, signalled(|_| SignalKind::Ended));
}

/// At exact seconds: 5 and 60 minutes after the end at 10:30.
#[test]
fn time() {
    let table = "
sweep                | 10:34:59 | 10:35:00            | 11:29:59            | 11:30:00
scheduled            | same     | NO_SHOW missed      | NO_SHOW missed      | NO_SHOW missed
waiting              | same     | NO_SHOW -d missed   | NO_SHOW -d missed   | NO_SHOW -d missed
waiting, empty       | same     | NO_SHOW missed      | NO_SHOW missed      | NO_SHOW missed
waiting, doctor gone | same     | NO_SHOW -p missed   | NO_SHOW -p missed   | NO_SHOW -p missed
active               | same     | same                | same                | COMPLETED -d -p completed
active, doctor gone  | same     | same                | same                | COMPLETED -p completed
active, empty        | same     | COMPLETED completed | COMPLETED completed | COMPLETED completed
completed, left      | same     | same                | same                | same
completed, ended     | same     | same                | same                | same
cancelled            | same     | same                | same                | same
cancelled, came      | same     | same                | same                | same
no-show              | same     | same                | same                | same
no-show, came        | same     | same                | same                | same
";
    judge(table, |before, time| {
        Ok(sweep(before, at(&format!("2027-01-25T{time}Z"))))
    });
}

#[test]
fn the_appointment() {
    let table = "
appointment          | moved     | cancelled              | moved to where it is
scheduled            | SCHEDULED | CANCELLED cancelled    | same
waiting              | same      | CANCELLED -d cancelled | same
waiting, empty       | same      | CANCELLED cancelled    | same
waiting, doctor gone | same      | CANCELLED -p cancelled | same
active               | same      | same                   | same
active, doctor gone  | same      | same                   | same
active, empty        | same      | same                   | same
completed, left      | same      | same                   | same
completed, ended     | same      | same                   | same
cancelled            | same      | same                   | same
cancelled, came      | same      | same                   | same
no-show              | same      | same                   | same
no-show, came        | same      | same                   | same
";
    judge(table, |before, what| {
        let to = period("2027-01-26T14:00:00Z", "2027-01-26T14:45:00Z");
        Ok(match what {
            "moved" => reschedule(before, to, now()),
            "cancelled" => cancel_by_appointment(before, now()),
            _ => reschedule(before, before.period, now()),
        })
    });
}
