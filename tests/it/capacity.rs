//! Holds every endpoint to its line in `docs/table.md`.
//!
//! The table there has one row for each request of the scenario below, in any
//! order and with any text around it:
//!
//! ```text
//! | Request | Calls | RCU | WCU | … |
//! | --- | --- | --- | --- | --- |
//! | POST /bookings | 4 | 2.5 | 14 | … |
//! | POST /sessions (again) | 1 | 0.5 | 0 | … |
//! ```
//!
//! `Request` is the method and route as in `docs/openapi.json`, with a remark
//! in brackets where the scenario makes a difference. `Calls` are DynamoDB
//! requests, `RCU` and `WCU` the capacity they report, all without the rate
//! limit's (1 call and 1 WCU for each request when it is on) and as the
//! function's log line says. Columns after the fourth are free.

mod appointments;
mod consultations;
mod live;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Call, Process, tomorrow, tomorrow_at};

use crate::process::{PLATFORM, data_dir};

/// Reads of one thing, and lists of one page, are one call.
const ONE_CALL: [&str; 12] = [
    "GET /profiles",
    "GET /availability",
    "GET /bookings",
    "GET /bookings/{booking_id}",
    "GET /bookings/{booking_id}/session",
    "GET /sessions/{id}",
    "GET /meetings/{session_id}",
    "GET /api/video/sessions/{session_id}",
    "GET /api/video/doctors/{doctor_id}/availability",
    "POST /api/video/sessions/{session_id}/join (again)",
    "POST /api/video/sessions/{session_id}/leave (again)",
    "POST /api/video/sessions/{session_id}/end (again)",
];

/// Commands on a consultation are one read and one transaction, besides what
/// Chime is asked.
const TWO_CALLS: [&str; 8] = [
    "POST /api/video/sessions",
    "POST /api/video/sessions (within the doctor's availability)",
    "POST /api/video/sessions/{session_id}/join (second)",
    "POST /api/video/sessions/{session_id}/join (after leaving)",
    "POST /api/video/sessions/{session_id}/leave (first)",
    "POST /api/video/sessions/{session_id}/leave (last)",
    "POST /api/video/sessions/{session_id}/end",
    "PUT /api/video/sessions/{session_id}/notes",
];

/// Calls, read units and write units.
pub(crate) type Cost = (f64, f64, f64);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// The rows whose first cell begins with a method.
pub(crate) fn documented() -> BTreeMap<String, Cost> {
    let text = fs::read_to_string(root().join("docs/table.md")).unwrap_or_default();
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<_> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().replace('`', ""))
            .collect();
        let is_request = cells[0].split_once(' ').is_some_and(|(method, route)| {
            ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method) && route.starts_with('/')
        });
        let number = |n: usize| cells.get(n).and_then(|cell| cell.parse::<f64>().ok());
        if let (true, Some(calls), Some(reads), Some(writes)) =
            (is_request, number(1), number(2), number(3))
        {
            let earlier = rows.insert(cells[0].clone(), (calls, reads, writes));
            assert!(earlier.is_none(), "two rows for {}", cells[0]);
        }
    }
    rows
}

/// Makes requests and keeps what each cost.
struct Measure {
    process: Process,
    costs: BTreeMap<String, Cost>,
}

impl Measure {
    async fn request(&mut self, name: &str, call: Call) -> Answer {
        let answer = call.await.expect_success();
        let line = self.process.log_of(&answer);
        let route = name.split(" (").next().expect("a route");
        assert_eq!(line.route(), route, "{}", line.text);
        let cost = (
            line.number("dynamodb_calls"),
            line.number("read_units"),
            line.number("write_units"),
        );
        self.costs.insert(name.to_owned(), cost);
        answer
    }
}

/// The same requests every time, on a new platform.
async fn measured() -> BTreeMap<String, Cost> {
    let folder = data_dir("capacity");
    let process = Process::start(PLATFORM, &folder);
    let app = process.app().await;
    let mut measure = Measure {
        process,
        costs: BTreeMap::new(),
    };
    people_and_slots(&mut measure, &app).await;
    bookings(&mut measure, &app).await;
    sessions(&mut measure, &app).await;
    consultations::measure(&mut measure, &app).await;
    appointments::measure(&mut measure, &app).await;
    live::measure(&mut measure, &app).await;
    let costs = measure.costs.clone();
    drop(measure);
    fs::remove_dir_all(folder).expect("a folder to remove");
    costs
}

fn slot(from: &str, to: &str) -> Value {
    json!({ "teacher_id": "teacher-1", "start_time": tomorrow_at(from), "end_time": tomorrow_at(to) })
}

async fn people_and_slots(measure: &mut Measure, app: &App) {
    let (teacher, student) = (app.as_teacher("teacher-1"), app.as_student("student-1"));
    measure
        .request("GET /health", app.anonymous().get("/health"))
        .await;
    let profile = json!({ "name": "Tessa Teach", "email": "tessa@example.com", "bio": "Teaches.", "topics": ["Applied Maths"] });
    let body = json!({ "user_id": "teacher-1", "role": "teacher", "profile_data": profile });
    measure
        .request(
            "POST /profiles (new, two words of topics)",
            teacher.post("/profiles", body),
        )
        .await;
    let body = json!({ "user_id": "student-1", "role": "student", "profile_data": { "name": "Stu Dent" } });
    measure
        .request(
            "POST /profiles (new, no topics)",
            student.post("/profiles", body),
        )
        .await;
    let body =
        json!({ "user_id": "student-1", "role": "student", "profile_data": { "bio": "Learns." } });
    measure
        .request("POST /profiles (update)", student.post("/profiles", body))
        .await;
    measure
        .request("GET /profiles", student.get("/profiles?user_id=student-1"))
        .await;
    measure
        .request(
            "GET /search/teachers",
            student.get("/search/teachers?topic=math"),
        )
        .await;

    measure
        .request(
            "POST /availability",
            teacher.post("/availability", slot("08:00", "12:00")),
        )
        .await;
    let mut series = slot("18:00", "19:00");
    series["recurrence"] = json!("FREQ=DAILY;COUNT=10");
    measure
        .request(
            "POST /availability (series of 10 days)",
            teacher.post("/availability", series),
        )
        .await;
    let id = teacher
        .post("/availability", slot("16:00", "17:00"))
        .await
        .expect_success()
        .text("id");
    let delete = teacher.delete(&format!("/availability/{id}"));
    measure.request("DELETE /availability/{id}", delete).await;
    let day = tomorrow().tomorrow().expect("a day");
    let list = format!(
        "/availability?teacher_id=teacher-1&from={}&to={day}T00:00:00Z",
        tomorrow_at("00:00")
    );
    measure
        .request("GET /availability", student.get(&list))
        .await;
    let file = json!({ "file_name": "a.pdf", "content_type": "application/pdf" });
    measure
        .request("POST /presigned-url", student.post("/presigned-url", file))
        .await;
}

async fn bookings(measure: &mut Measure, app: &App) {
    let (teacher, student) = (app.as_teacher("teacher-1"), app.as_student("student-1"));
    let booking = |from: &str, to: &str| {
        let mut body = slot(from, to);
        body["student_id"] = json!("student-1");
        body
    };
    let made = measure
        .request(
            "POST /bookings",
            student.post("/bookings", booking("10:00", "11:00")),
        )
        .await;
    let call = student
        .post("/bookings", booking("08:00", "09:00"))
        .header("idempotency-key", "key-1");
    measure
        .request("POST /bookings (Idempotency-Key)", call)
        .await;
    let call = student
        .post("/bookings", booking("08:00", "09:00"))
        .header("idempotency-key", "key-1");
    measure.request("POST /bookings (replayed)", call).await;
    measure
        .request(
            "GET /bookings",
            student.get("/bookings?student_id=student-1"),
        )
        .await;
    let path = format!("/bookings/{}", made.text("booking_id"));
    measure
        .request("GET /bookings/{booking_id}", student.get(&path))
        .await;
    let confirm = teacher.patch(&path, json!({ "status": "confirmed" }));
    measure
        .request("PATCH /bookings/{booking_id} (confirm)", confirm)
        .await;
    let times = json!({ "start_time": tomorrow_at("10:30"), "end_time": tomorrow_at("11:30") });
    measure
        .request(
            "PATCH /bookings/{booking_id} (move)",
            student.patch(&path, times),
        )
        .await;
    let cancel = student.patch(&path, json!({ "status": "cancelled" }));
    measure
        .request("PATCH /bookings/{booking_id} (cancel)", cancel)
        .await;
}

async fn sessions(measure: &mut Measure, app: &App) {
    let (teacher, student) = (app.as_teacher("teacher-1"), app.as_student("student-1"));
    let list = student
        .get("/bookings?student_id=student-1&status=pending")
        .await
        .expect(200)
        .list();
    let booking = list[0]["booking_id"].as_str().expect("an id").to_owned();
    let open = || student.post("/sessions", json!({ "booking_id": booking }));
    let id = measure
        .request("POST /sessions", open())
        .await
        .text("session_id");
    measure.request("POST /sessions (again)", open()).await;
    let of_booking = student.get(&format!("/bookings/{booking}/session"));
    measure
        .request("GET /bookings/{booking_id}/session", of_booking)
        .await;
    let path = format!("/sessions/{id}");
    let note = json!({ "notes": [{ "text": "Do page 7" }] });
    measure
        .request("PUT /sessions/{id} (a note)", student.put(&path, note))
        .await;
    measure
        .request("GET /sessions/{id}", student.get(&path))
        .await;
    let meet = || student.post("/meetings", json!({ "session_id": id }));
    let meeting = measure
        .request("POST /meetings", meet())
        .await
        .text("meeting_id");
    measure.request("POST /meetings (again)", meet()).await;
    measure
        .request(
            "GET /meetings/{session_id}",
            student.get(&format!("/meetings/{id}")),
        )
        .await;
    let attendee = json!({ "meeting_id": meeting, "user_id": "student-1", "name": "Stu Dent" });
    measure
        .request(
            "POST /attendees",
            student.post("/attendees", attendee.clone()),
        )
        .await;
    measure
        .request(
            "POST /attendees (again)",
            student.post("/attendees", attendee),
        )
        .await;
    let end = student
        .call(Method::DELETE, "/meetings")
        .json(&json!({ "meeting_id": meeting }));
    // Chime tells of the end, too. Who takes that in must not be faster.
    app.fault("dynamodb", "BatchGetItem", "timeout", 1).await;
    measure.request("DELETE /meetings", end).await;
    app.clear_faults().await;
    let complete = teacher.put(&path, json!({ "status": "completed" }));
    measure
        .request("PUT /sessions/{id} (completed)", complete)
        .await;
    let rate = student.post(&format!("{path}/rating"), json!({ "rating": 5 }));
    measure.request("POST /sessions/{id}/rating", rate).await;
}

fn table(costs: &BTreeMap<String, Cost>) -> String {
    let row = |(name, (calls, reads, writes)): (&String, &Cost)| {
        format!("| {name} | {calls} | {reads} | {writes} |\n")
    };
    costs.iter().map(row).collect()
}

#[tokio::test]
async fn every_request_costs_what_the_table_says() {
    let measured = measured().await;
    for request in ONE_CALL {
        let (calls, _, writes) = measured[request];
        assert_eq!((calls, writes), (1.0, 0.0), "{request} is one read");
    }
    for request in TWO_CALLS {
        let (calls, ..) = measured[request];
        assert_eq!(calls, 2.0, "{request} is one read and one transaction");
    }
    let documented = documented();
    assert!(
        measured == documented,
        "docs/table.md says\n{}but measured is\n{}",
        table(&documented),
        table(&measured)
    );
}
