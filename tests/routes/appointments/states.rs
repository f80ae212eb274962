//! Every step from every status by everybody. What is refused leaves all as it
//! was.

use tests::{App, Caller, Visit, without_timers};

const STATUSES: [&str; 4] = ["scheduled", "confirmed", "completed", "cancelled"];

/// Who is tried: psychologist, patient, admin, and those who have nothing to
/// do with it.
const ACTORS: [&str; 6] = [
    "psychologist",
    "patient",
    "admin",
    "other psychologist",
    "other doctor",
    "other patient",
];

const OK: &[u16] = &[200];
const FORBIDDEN: &[u16] = &[403];
const ILLEGAL: &[u16] = &[409];

/// The status that it has already: no step at all, or an illegal one.
const SAME: &[u16] = &[200, 409];

/// As above, by the patient, for whom that status would be none to give.
const SAME_NOT_THEIRS: &[u16] = &[200, 403, 409];

/// Nobody gives this status, so that nobody in particular may not.
const NOBODYS: &[u16] = &[403, 409];

/// What psychologist, patient and admin are told for each of [`STATUSES`].
type Table = [[&'static [u16]; 3]; 4];

const SCHEDULED: Table = [
    [SAME, SAME_NOT_THEIRS, SAME],
    [OK, FORBIDDEN, OK],
    [ILLEGAL, FORBIDDEN, ILLEGAL],
    [OK, OK, OK],
];

const CONFIRMED: Table = [
    [ILLEGAL, NOBODYS, ILLEGAL],
    [SAME, SAME_NOT_THEIRS, SAME],
    [OK, FORBIDDEN, OK],
    [OK, OK, OK],
];

const COMPLETED: Table = [
    [ILLEGAL, NOBODYS, ILLEGAL],
    [ILLEGAL, FORBIDDEN, ILLEGAL],
    [SAME, SAME_NOT_THEIRS, SAME],
    [ILLEGAL, ILLEGAL, ILLEGAL],
];

const CANCELLED: Table = [
    [ILLEGAL, NOBODYS, ILLEGAL],
    [ILLEGAL, FORBIDDEN, ILLEGAL],
    [ILLEGAL, FORBIDDEN, ILLEGAL],
    [SAME, SAME, SAME],
];

fn actor(app: &App, visit: &Visit, name: &str) -> Caller {
    match name {
        "psychologist" => (*visit.psychologist).clone(),
        "patient" => (*visit.patient).clone(),
        "admin" => app.as_admin(),
        "other psychologist" => (*app.psychologist()).clone(),
        "other doctor" => (*app.doctor()).clone(),
        _ => (*app.patient()).clone(),
    }
}

/// Holds what one actor is told, and that nothing but a legal step changes
/// anything.
async fn check(app: &App, visit: &Visit, from: &str, to: &str, name: &str, allowed: &[u16]) {
    let before = without_timers(&visit.shown().await);
    let answer = visit.step(&actor(app, visit, name), to).await;
    assert!(
        allowed.contains(&answer.status()),
        "{to} by {name} while {from}: {allowed:?} expected of {answer}"
    );
    if answer.status() != 200 {
        answer.assert_detailed(answer.status());
    }
    let after = without_timers(&visit.shown().await);
    if answer.status() == 200 && from != to {
        assert_eq!(after["status"], to, "{to} by {name} while {from}");
    } else if answer.status() == 200 {
        assert_eq!(after["status"], from, "{to} by {name} while {from}");
    } else {
        assert_eq!(after, before, "{to} by {name} while {from} was refused");
    }
}

async fn check_all(from: &str, table: &Table) {
    let app = App::shared().await;
    // Where nothing changes one appointment will do.
    let kept = app.visit_in_status(from).await;
    for (row, to) in table.iter().zip(STATUSES) {
        for (n, name) in ACTORS.iter().enumerate() {
            let allowed = row.get(n).copied().unwrap_or(FORBIDDEN);
            if allowed == OK {
                let visit = app.visit_in_status(from).await;
                check(&app, &visit, from, to, name, allowed).await;
            } else {
                check(&app, &kept, from, to, name, allowed).await;
            }
        }
    }
}

#[tokio::test]
async fn while_scheduled() {
    check_all("scheduled", &SCHEDULED).await;
}

#[tokio::test]
async fn while_confirmed() {
    check_all("confirmed", &CONFIRMED).await;
}

#[tokio::test]
async fn when_completed() {
    check_all("completed", &COMPLETED).await;
}

#[tokio::test]
async fn when_cancelled() {
    check_all("cancelled", &CANCELLED).await;
}

#[tokio::test]
async fn in_person_has_the_same_steps() {
    let app = App::shared().await;
    let visit = app.visit_in_person().await;
    for (caller, to, allowed) in [
        (&visit.patient, "confirmed", FORBIDDEN),
        (&visit.psychologist, "completed", ILLEGAL),
        (&visit.psychologist, "confirmed", OK),
        (&visit.psychologist, "scheduled", ILLEGAL),
        (&visit.psychologist, "completed", OK),
        (&visit.patient, "cancelled", ILLEGAL),
    ] {
        let answer = visit.step(caller, to).await;
        assert!(allowed.contains(&answer.status()), "{to}: {answer}");
    }
    assert_eq!(visit.text("status").await, "completed");
}

/// Of a cancel and a completion at the same time one is told that it came too
/// late.
#[tokio::test]
async fn steps_at_the_same_time_are_one_after_the_other() {
    let app = App::shared().await;
    for _ in 0..10 {
        let visit = app.visit_in_status("confirmed").await;
        let (completed, cancelled) = tokio::join!(
            visit.step(&visit.psychologist, "completed").into_future(),
            visit.step(&visit.patient, "cancelled").into_future(),
        );
        let status = visit.text("status").await;
        match (completed.status(), cancelled.status()) {
            (200, 409) => assert_eq!(status, "completed"),
            (409, 200) => assert_eq!(status, "cancelled"),
            _ => panic!("{completed}\n{cancelled}"),
        }
    }
}
