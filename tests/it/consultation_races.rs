//! Doctors and patients join, leave, end and cancel the same sessions at
//! random and at once. Whatever came of it, everything that is known of a
//! session agrees.

use fastrand::Rng;
use futures::StreamExt as _;
use futures::stream;
use http::Method;
use serde_json::Value;
use tests::{Answer, App};

use crate::crashes::agreement::{all_told, assert_published};
use crate::crashes::session::Session;
use crate::crashes::{in_meetings, sweep};

/// As many doctors and as many patients: each has one.
const SESSIONS: usize = 50;

const COMMANDS: usize = 10_000;

const AT_ONCE: usize = 32;

/// Of the commands, not of who is faster.
const SEED: u64 = 3;

/// One command: by whom, and to which session.
struct Given {
    session: usize,
    /// Whose doctor, patient, or an admin.
    of: usize,
    role: &'static str,
    command: &'static str,
}

/// A quarter of the commands go to one session after the other, where they
/// meet, the others to any. One in ten comes from somebody who is in another
/// session.
fn given(rng: &mut Rng, n: usize) -> Given {
    let session = match rng.u8(..4) {
        0 => n * SESSIONS / COMMANDS,
        _ => rng.usize(..SESSIONS),
    };
    let of = match rng.u8(..10) {
        0 => rng.usize(..SESSIONS),
        _ => session,
    };
    let (role, command) = match rng.u8(..100) {
        0..44 => ("doctor", "join"),
        44..86 => ("patient", "join"),
        86..91 => ("doctor", "leave"),
        91..96 => ("patient", "leave"),
        96 => ("doctor", "end"),
        97 => ("patient", "cancel"),
        98 => ("doctor", "cancel"),
        _ => ("admin", "cancel"),
    };
    Given {
        session,
        of,
        role,
        command,
    }
}

async fn answer(app: &App, sessions: &[Session], given: &Given) -> Answer {
    let caller = sessions[given.of].caller(app, given.role);
    let id = &sessions[given.session].id;
    let path = format!("/api/video/sessions/{id}/{}", given.command);
    caller.call(Method::POST, &path).await
}

/// Where a trail leads, and who is in: doctor, patient.
fn replayed(trail: &[Value]) -> (&'static str, [bool; 2]) {
    let (mut status, mut inside) = ("NONE", [false; 2]);
    for event in trail {
        let open = ["SCHEDULED", "WAITING", "ACTIVE"].contains(&status);
        let kind = event["event_type"].as_str().expect("a type");
        let side = usize::from(kind.starts_with("PATIENT"));
        let fits = match kind {
            "SESSION_CREATED" => status == "NONE",
            "DOCTOR_JOINED" | "PATIENT_JOINED" => open && !inside[side],
            "DOCTOR_LEFT" | "PATIENT_LEFT" => open && inside[side],
            "SESSION_CANCELLED" => {
                let by_admin = event["user_id"] == "the-admin";
                open && inside == [false; 2] && (status != "ACTIVE" || by_admin)
            }
            _ => kind == "SESSION_COMPLETED" && status == "ACTIVE" && inside == [false; 2],
        };
        assert!(fits, "{kind} of one that is {status} with {inside:?} in");
        match kind {
            "SESSION_CREATED" => status = "SCHEDULED",
            "SESSION_CANCELLED" => status = "CANCELLED",
            "SESSION_COMPLETED" => status = "COMPLETED",
            "DOCTOR_LEFT" | "PATIENT_LEFT" => inside[side] = false,
            _ => {
                inside[side] = true;
                if status != "ACTIVE" {
                    status = if inside == [true; 2] {
                        "ACTIVE"
                    } else {
                        "WAITING"
                    };
                }
            }
        }
    }
    (status, inside)
}

/// Everything that is known of a session agrees; its status.
async fn assert_sound(app: &App, session: &Session, bus: &[Value]) -> &'static str {
    let (shown, trail) = (session.shown(app).await, session.trail(app).await);
    let (status, inside) = replayed(&trail);
    assert_eq!(shown["status"], status, "{trail:?}");
    let is_in = |role: &str| {
        let (joined, left) = (format!("{role}_joined_at"), format!("{role}_left_at"));
        !shown[joined].is_null() && shown[left].is_null()
    };
    assert_eq!([is_in("doctor"), is_in("patient")], inside, "{trail:?}");
    assert!(status != "ACTIVE" || inside != [false; 2], "{trail:?}");
    assert!(
        trail.is_sorted_by_key(|event| event["created_at"].as_str()),
        "{trail:?}"
    );
    assert_published(&session.id, &trail, bus, &session.id);

    let live = in_meetings(app, &session.id).await;
    let closed = ["COMPLETED", "CANCELLED"].contains(&status);
    let (least, most) = (usize::from(inside != [false; 2]), usize::from(!closed));
    assert!(
        (least..=most).contains(&live.len()),
        "{live:?} of one that is {status}"
    );
    let free = if status == "CANCELLED" { 201 } else { 409 };
    assert_eq!(session.booked_beside(app).await, [free; 2], "{status}");
    status
}

#[tokio::test]
async fn ten_thousand_commands_at_random() {
    let app = App::start().await;
    let sessions: Vec<_> = stream::iter(0..SESSIONS)
        .then(|_| Session::made(&app))
        .collect()
        .await;
    let mut rng = Rng::with_seed(SEED);
    let commands: Vec<_> = (0..COMMANDS).map(|n| given(&mut rng, n)).collect();
    let (platform, all) = (&app, &sessions);
    let answers = stream::iter(&commands)
        .map(|given| async move { (given, answer(platform, all, given).await) })
        .buffer_unordered(AT_ONCE);
    let cancels = answers
        .fold([0; SESSIONS], |mut cancels, (given, answer)| async move {
            let status = answer.status();
            assert!(
                matches!(status, 200 | 403 | 409),
                "seed {SEED}: {} by {}: {answer}",
                given.command,
                given.role
            );
            cancels[given.session] += usize::from(given.command == "cancel" && status == 200);
            cancels
        })
        .await;

    sweep(&app).await;
    let bus = all_told(&app).await;
    for (session, cancels) in sessions.iter().zip(cancels) {
        let status = assert_sound(&app, session, &bus).await;
        // Whoever is told that he has cancelled it is the one who has.
        assert_eq!(cancels, usize::from(status == "CANCELLED"), "seed {SEED}");
    }
    assert_eq!(app.dead_letters().await, [] as [Value; 0]);
}
