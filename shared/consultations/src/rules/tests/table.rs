//! Every standing × every command of a person × everybody. `doctor!` is the
//! doctor and an admin too: one joins as who one is, and may what an admin may.

use jiff::Timestamp;

use super::standings::{judge, request};
use crate::fixtures::{actor, at, meeting};
use crate::rules::*;

/// Within the time in which it may be joined.
fn now() -> Timestamp {
    at("2027-01-25T10:10:00Z")
}

#[test]
fn join() {
    let table = "
join                 | doctor     | patient    | admin | stranger | doctor!
scheduled            | WAITING +d | WAITING +p | 403   | 403      | WAITING +d
waiting              | same       | ACTIVE +p  | 403   | 403      | same
waiting, empty       | WAITING +d | WAITING +p | 403   | 403      | WAITING +d
waiting, doctor gone | ACTIVE +d  | same       | 403   | 403      | ACTIVE +d
active               | same       | same       | 403   | 403      | same
active, doctor gone  | ACTIVE +d  | same       | 403   | 403      | ACTIVE +d
active, empty        | ACTIVE +d  | ACTIVE +p  | 403   | 403      | ACTIVE +d
completed, left      | 409        | 409        | 403   | 403      | 409
completed, ended     | 409        | 409        | 403   | 403      | 409
cancelled            | 409        | 409        | 403   | 403      | 409
cancelled, came      | 409        | 409        | 403   | 403      | 409
no-show              | 409        | 409        | 403   | 403      | 409
no-show, came        | 409        | 409        | 403   | 403      | 409
";
    judge(table, |before, who| {
        let party = may_join(before, &actor(who), now())?;
        let attendee = format!("of-{}", party.external_user_id());
        let on = before.meeting.clone().unwrap_or(meeting(0));
        Ok(super::super::join(before, party, &on, &attendee, now()))
    });
}

#[test]
fn leave() {
    let table = "
leave                | doctor              | patient                | admin | stranger | doctor!
scheduled            | 409                 | 409                    | 403   | 403      | 409
waiting              | WAITING -d          | 409                    | 403   | 403      | WAITING -d
waiting, empty       | same                | 409                    | 403   | 403      | same
waiting, doctor gone | same                | WAITING -p             | 403   | 403      | same
active               | ACTIVE -d           | ACTIVE -p              | 403   | 403      | ACTIVE -d
active, doctor gone  | same                | COMPLETED -p completed | 403   | 403      | same
active, empty        | COMPLETED completed | COMPLETED completed    | 403   | 403      | COMPLETED completed
completed, left      | same                | same                   | 403   | 403      | same
completed, ended     | same                | same                   | 403   | 403      | same
cancelled            | 409                 | 409                    | 403   | 403      | 409
cancelled, came      | same                | 409                    | 403   | 403      | same
no-show              | 409                 | 409                    | 403   | 403      | 409
no-show, came        | same                | 409                    | 403   | 403      | same
";
    judge(table, |before, who| {
        let left = super::super::leave(before, &actor(who), now());
        left.map(|(_, change)| change)
    });
}

#[test]
fn end() {
    let table = "
end                  | doctor                    | patient | admin                     | stranger | doctor!
scheduled            | 409                       | 403     | 409                       | 403      | 409
waiting              | 409                       | 403     | 409                       | 403      | 409
waiting, empty       | 409                       | 403     | 409                       | 403      | 409
waiting, doctor gone | 409                       | 403     | 409                       | 403      | 409
active               | COMPLETED -d -p completed | 403     | COMPLETED -d -p completed | 403      | COMPLETED -d -p completed
active, doctor gone  | COMPLETED -p completed    | 403     | COMPLETED -p completed    | 403      | COMPLETED -p completed
active, empty        | COMPLETED completed       | 403     | COMPLETED completed       | 403      | COMPLETED completed
completed, left      | 409                       | 403     | 409                       | 403      | 409
completed, ended     | same                      | 403     | same                      | 403      | same
cancelled            | 409                       | 403     | 409                       | 403      | 409
cancelled, came      | 409                       | 403     | 409                       | 403      | 409
no-show              | 409                       | 403     | 409                       | 403      | 409
no-show, came        | 409                       | 403     | 409                       | 403      | 409
";
    judge(table, |before, who| {
        super::super::end(before, &actor(who), &request(), now())
    });
}

#[test]
fn cancel() {
    let table = "
cancel               | doctor                 | patient                | admin                     | stranger | doctor!
scheduled            | CANCELLED cancelled    | CANCELLED cancelled    | CANCELLED cancelled       | 403      | CANCELLED cancelled
waiting              | CANCELLED -d cancelled | CANCELLED -d cancelled | CANCELLED -d cancelled    | 403      | CANCELLED -d cancelled
waiting, empty       | CANCELLED cancelled    | CANCELLED cancelled    | CANCELLED cancelled       | 403      | CANCELLED cancelled
waiting, doctor gone | CANCELLED -p cancelled | CANCELLED -p cancelled | CANCELLED -p cancelled    | 403      | CANCELLED -p cancelled
active               | 409                    | 409                    | CANCELLED -d -p cancelled | 403      | CANCELLED -d -p cancelled
active, doctor gone  | 409                    | 409                    | CANCELLED -p cancelled    | 403      | CANCELLED -p cancelled
active, empty        | 409                    | 409                    | CANCELLED cancelled       | 403      | CANCELLED cancelled
completed, left      | 409                    | 409                    | 409                       | 403      | 409
completed, ended     | 409                    | 409                    | 409                       | 403      | 409
cancelled            | 409                    | 409                    | 409                       | 403      | 409
cancelled, came      | 409                    | 409                    | 409                       | 403      | 409
no-show              | 409                    | 409                    | 409                       | 403      | 409
no-show, came        | 409                    | 409                    | 409                       | 403      | 409
";
    judge(table, |before, who| {
        super::super::cancel(before, &actor(who), None, now()).map(Some)
    });
}

#[test]
fn notes() {
    let table = "
notes                | doctor          | patient | admin           | stranger | doctor!
scheduled            | SCHEDULED notes | 403     | SCHEDULED notes | 403      | SCHEDULED notes
waiting              | WAITING notes   | 403     | WAITING notes   | 403      | WAITING notes
waiting, empty       | WAITING notes   | 403     | WAITING notes   | 403      | WAITING notes
waiting, doctor gone | WAITING notes   | 403     | WAITING notes   | 403      | WAITING notes
active               | ACTIVE notes    | 403     | ACTIVE notes    | 403      | ACTIVE notes
active, doctor gone  | ACTIVE notes    | 403     | ACTIVE notes    | 403      | ACTIVE notes
active, empty        | ACTIVE notes    | 403     | ACTIVE notes    | 403      | ACTIVE notes
completed, left      | COMPLETED notes | 403     | COMPLETED notes | 403      | COMPLETED notes
completed, ended     | COMPLETED notes | 403     | COMPLETED notes | 403      | COMPLETED notes
cancelled            | CANCELLED notes | 403     | CANCELLED notes | 403      | CANCELLED notes
cancelled, came      | CANCELLED notes | 403     | CANCELLED notes | 403      | CANCELLED notes
no-show              | NO_SHOW notes   | 403     | NO_SHOW notes   | 403      | NO_SHOW notes
no-show, came        | NO_SHOW notes   | 403     | NO_SHOW notes   | 403      | NO_SHOW notes
";
    judge(table, |before, who| {
        update_notes(before, &actor(who), "Come again.", now())
    });
}
