use serde_json::{Value, json};
use tests::{App, Booked, Met, Offered, Opened, Person, tomorrow_at};

use super::{Command, Look, Ready, commands, look, post};

pub(super) const ALL: &[Command] = commands! {
    "profiles": {
        "a profile is made" => profile,
        "a profile is changed" => profile_change,
    },
    "availability": {
        "a slot is offered" => slot,
        "a series of slots is offered" => series,
        "a slot is taken back" => slot_back,
    },
    "bookings": {
        "a booking is made" => booking,
        "a booking is confirmed" => |app| patched(app, json!({ "status": "confirmed" })),
        "a booking is cancelled" => |app| patched(app, json!({ "status": "cancelled" })),
        "a booking is moved" => moved,
    },
    "sessions": {
        "a session is opened" => session,
        "a session gets a note" => |app| put(app, json!({ "notes": [{ "text": "One", "timestamp": "2026-01-01T10:00:00Z" }] })),
        "a session is completed" => |app| put(app, json!({ "status": "completed" })),
        "a session is rated" => rating,
    },
    "meetings": {
        "a meeting is made" => meeting,
        "a meeting is ended" => meeting_end,
    },
    "attendees": {
        "a meeting is entered" => attendee,
    },
};

fn slots_of(teacher: &Person) -> Look {
    look(teacher, format!("/availability?teacher_id={}", teacher.id))
}

fn bookings_of(student: &Person) -> Look {
    look(student, format!("/bookings?student_id={}", student.id))
}

async fn profile(app: App) -> Ready {
    let teacher = app.somebody("teacher");
    let data = json!({ "name": "Tessa Teach", "topics": ["Chess"] });
    let body = json!({ "user_id": teacher.id, "role": "teacher", "profile_data": data });
    let looks = vec![look(&teacher, format!("/profiles?user_id={}", teacher.id))];
    Ready::new(post(&teacher, "/profiles", body), looks)
}

async fn profile_change(app: App) -> Ready {
    let teacher = app.teacher().await;
    let data = json!({ "bio": "Teaches.", "topics": ["Go"] });
    let body = json!({ "user_id": teacher.id, "role": "teacher", "profile_data": data });
    let looks = vec![look(&teacher, format!("/profiles?user_id={}", teacher.id))];
    Ready::new(post(&teacher, "/profiles", body), looks)
}

fn offer(teacher: &Person) -> Value {
    json!({
        "teacher_id": teacher.id,
        "start_time": tomorrow_at("10:00"),
        "end_time": tomorrow_at("11:00"),
    })
}

async fn slot(app: App) -> Ready {
    let teacher = app.teacher().await;
    let give = post(&teacher, "/availability", offer(&teacher));
    Ready::making(give, vec![slots_of(&teacher)])
}

async fn series(app: App) -> Ready {
    let teacher = app.teacher().await;
    let mut body = offer(&teacher);
    body["recurrence"] = "FREQ=DAILY;COUNT=5".into();
    let give = post(&teacher, "/availability", body);
    Ready::making(give, vec![slots_of(&teacher)])
}

async fn slot_back(app: App) -> Ready {
    let Offered {
        teacher, slot_id, ..
    } = app.offered().await;
    let looks = vec![slots_of(&teacher)];
    let give = move || teacher.delete(&format!("/availability/{slot_id}"));
    Ready::new(give, looks).or_done(&[404])
}

async fn booking(app: App) -> Ready {
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    let body = student.booking(&teacher, "10:00", "11:00");
    let looks = vec![bookings_of(&student), slots_of(&teacher)];
    Ready::making(post(&student, "/bookings", body), looks)
}

async fn patched(app: App, body: Value) -> Ready {
    let Booked {
        teacher,
        student,
        id,
    } = app.booked().await;
    let looks = vec![bookings_of(&student), slots_of(&teacher)];
    let give = move || teacher.patch(&format!("/bookings/{id}"), body.clone());
    Ready::new(give, looks).or_done(&[409])
}

async fn moved(app: App) -> Ready {
    let body = json!({ "start_time": tomorrow_at("11:00"), "end_time": tomorrow_at("12:00") });
    patched(app, body).await
}

async fn session(app: App) -> Ready {
    let Booked { student, id, .. } = app.booked().await;
    let looks = vec![look(&student, format!("/bookings/{id}/session"))];
    let body = json!({ "booking_id": id });
    Ready::new(post(&student, "/sessions", body), looks)
}

async fn put(app: App, body: Value) -> Ready {
    let Opened { teacher, id, .. } = app.opened().await;
    let path = format!("/sessions/{id}");
    let active = json!({ "status": "active" });
    teacher.put(&path, active).await.expect(200);
    let looks = vec![look(&teacher, path.clone())];
    Ready::new(move || teacher.put(&path, body.clone()), looks)
}

async fn rating(app: App) -> Ready {
    let Opened {
        teacher,
        student,
        id,
        ..
    } = app.opened().await;
    let path = format!("/sessions/{id}");
    for status in ["active", "completed"] {
        let step = json!({ "status": status });
        teacher.put(&path, step).await.expect(200);
    }
    let profile = format!("/profiles?user_id={}", teacher.id);
    let looks = vec![look(&student, path.clone()), look(&teacher, profile)];
    let give = move || student.post(&format!("{path}/rating"), json!({ "rating": 4 }));
    Ready::making(give, looks)
}

async fn meeting(app: App) -> Ready {
    let Opened { student, id, .. } = app.opened().await;
    let looks = vec![
        look(&student, format!("/meetings/{id}")),
        look(&student, format!("/sessions/{id}")),
    ];
    Ready::new(
        post(&student, "/meetings", json!({ "session_id": id })),
        looks,
    )
}

async fn attendee(app: App) -> Ready {
    let met = app.met().await;
    let body = json!({ "meeting_id": met.id, "user_id": met.student.id, "name": "Stu" });
    let looks = vec![look(&met.student, format!("/meetings/{}", met.session_id))];
    Ready::new(post(&met.student, "/attendees", body), looks)
}

async fn meeting_end(app: App) -> Ready {
    let Met {
        teacher,
        session_id,
        id,
        ..
    } = app.met().await;
    let looks = vec![
        look(&teacher, format!("/meetings/{session_id}")),
        look(&teacher, format!("/sessions/{session_id}")),
    ];
    let give = move || {
        teacher
            .call(http::Method::DELETE, "/meetings")
            .json(&json!({ "meeting_id": id }))
    };
    Ready::new(give, looks)
}
