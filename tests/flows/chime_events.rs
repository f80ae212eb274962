//! What Chime tells keeps times true when a browser just closes.

use serde_json::{Value, json};
use tests::{App, Consultation, Person, second_of, until};

/// A session that both are in, with the ids that Chime knows them by.
pub(super) struct Call {
    pub(super) session: Consultation,
    pub(super) meeting: String,
    pub(super) doctor: String,
    patient: String,
}

impl Call {
    pub(super) async fn start(app: &App) -> Self {
        let session = app.scheduled().await;
        let doctor = session.connect(&session.doctor).await;
        let patient = session.connect(&session.patient).await;
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        Self {
            meeting: text(&doctor["meeting_id"]),
            doctor: text(&doctor["attendee"]["attendee_id"]),
            patient: text(&patient["attendee"]["attendee_id"]),
            session,
        }
    }

    async fn doctor_moves(&self, how: &str) {
        let app = &self.session.app;
        app.chime_moves(&self.meeting, &self.doctor, how).await;
    }

    pub(super) async fn patient_moves(&self, how: &str) {
        let app = &self.session.app;
        app.chime_moves(&self.meeting, &self.patient, how).await;
    }

    pub(super) async fn until_left(&self, field: &str) -> Value {
        let has_left = |shown: &Value| shown[field].is_string();
        self.session.until_shown(field, has_left).await
    }

    /// How often something is in the audit trail, once it is so often.
    pub(super) async fn until_told(&self, event_type: &str, count: usize) {
        until(&format!("{count} of {event_type}"), async || {
            let types = self.session.event_types().await;
            let told = types.iter().filter(|kind| *kind == event_type).count();
            assert!(told <= count, "{types:?}");
            (told == count).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn one_who_left_has_left() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    call.doctor_moves("left").await;
    let shown = call.until_left("doctor_left_at").await;
    second_of(&shown["doctor_left_at"]);
    assert_eq!(shown["status"], "ACTIVE");
    assert_eq!(shown["patient_left_at"], Value::Null);
    call.until_told("DOCTOR_LEFT", 1).await;
    // Saying so too changes nothing.
    let left = call.session.leave(&call.session.doctor).await;
    assert_eq!(left["doctor_left_at"], shown["doctor_left_at"]);
    call.until_told("DOCTOR_LEFT", 1).await;
}

#[tokio::test]
async fn when_both_have_left_it_is_completed() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    call.patient_moves("left").await;
    call.until_left("patient_left_at").await;
    call.doctor_moves("left").await;
    let shown = call.session.until_status("COMPLETED").await;
    assert_eq!(shown["actual_end_time"], shown["doctor_left_at"]);
    app.until_no_meeting_of(&call.session.id).await;
    let envelopes = call.session.published(6).await;
    let completed = envelopes
        .iter()
        .filter(|envelope| envelope["detail-type"] == "video.consultation.completed");
    assert_eq!(completed.count(), 1);
}

#[tokio::test]
async fn one_who_left_by_chime_may_join_again() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    call.doctor_moves("left").await;
    call.until_left("doctor_left_at").await;
    call.session.join(&call.session.doctor).await;
    call.until_told("DOCTOR_JOINED", 2).await;
    call.session.leave(&call.session.patient).await;
    assert_eq!(call.session.status().await, "ACTIVE");
}

#[tokio::test]
async fn a_lost_connection_completes_nothing() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    call.doctor_moves("dropped").await;
    call.until_left("doctor_left_at").await;
    call.patient_moves("dropped").await;
    let shown = call.until_left("patient_left_at").await;
    assert_eq!(shown["status"], "ACTIVE");
    for event_type in ["DOCTOR_LEFT", "PATIENT_LEFT"] {
        let event = call.session.event(event_type).await;
        let text = event["event_description"].as_str().unwrap_or_default();
        let text = text.to_lowercase();
        assert!(text.contains("connection lost"), "{event}");
    }
    assert_eq!(app.chime_meetings_of(&call.session.id).await.len(), 1);
}

/// The loss completed nothing; a leave does, whoever is the last to give it.
#[tokio::test]
async fn a_leave_completes_what_nobody_is_in_any_more() {
    let app = App::shared().await;
    for both_lost in [false, true] {
        let call = Call::start(&app).await;
        if both_lost {
            call.patient_moves("dropped").await;
            call.until_left("patient_left_at").await;
        } else {
            call.session.leave(&call.session.patient).await;
        }
        call.doctor_moves("dropped").await;
        let lost = call.until_left("doctor_left_at").await;
        assert_eq!(lost["status"], "ACTIVE");
        let left = call.session.leave(&call.session.doctor).await;
        assert_eq!(left["status"], "COMPLETED");
        assert_eq!(left["doctor_left_at"], lost["doctor_left_at"]);
        let shown = call.session.shown().await;
        assert_eq!(shown["actual_end_time"], lost["doctor_left_at"]);
        for event_type in ["DOCTOR_LEFT", "PATIENT_LEFT", "SESSION_COMPLETED"] {
            call.until_told(event_type, 1).await;
        }
        let completed = call.session.event("SESSION_COMPLETED").await;
        assert_eq!(completed["user_id"], call.session.doctor.id);
        assert!(app.chime_meetings_of(&call.session.id).await.is_empty());
        call.session.published(6).await;
        assert_eq!(call.session.leave(&call.session.doctor).await, left);
    }
}

#[tokio::test]
async fn one_whose_connection_is_back_is_in() {
    let app = App::start().await;
    let call = Call::start(&app).await;
    call.doctor_moves("dropped").await;
    call.until_left("doctor_left_at").await;
    // Later, by a clock of whole seconds.
    app.advance(20).await;
    call.doctor_moves("joined").await;
    call.until_told("DOCTOR_JOINED", 2).await;
    // So the patient does not leave an empty room.
    let left = call.session.leave(&call.session.patient).await;
    assert_eq!(left["status"], "ACTIVE");
    call.session.end().await;
    call.until_told("DOCTOR_LEFT", 2).await;
}

#[tokio::test]
async fn one_who_drops_out_alone_still_waits() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let joined = session.connect(&session.patient).await;
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    let attendee = id(&joined["attendee"]["attendee_id"]);
    app.chime_moves(&id(&joined["meeting_id"]), &attendee, "left")
        .await;
    let has_left = |shown: &Value| shown["patient_left_at"].is_string();
    let shown = session.until_shown("the leave", has_left).await;
    assert_eq!(shown["status"], "WAITING");
}

#[tokio::test]
async fn a_meeting_that_ends_completes_what_is_going_on() {
    let app = App::shared().await;
    let call = Call::start(&app).await;
    app.expire_meeting(&call.meeting).await;
    let shown = call.session.until_status("COMPLETED").await;
    for field in ["doctor_left_at", "patient_left_at", "actual_end_time"] {
        second_of(&shown[field]);
    }
    let event = call.session.event("SESSION_COMPLETED").await;
    assert_eq!(event["user_id"], "system");
    let types = call.session.event_types().await;
    assert!(types.contains(&"DOCTOR_LEFT".to_owned()), "{types:?}");
    assert!(types.contains(&"PATIENT_LEFT".to_owned()), "{types:?}");
    call.session.published(6).await;
}

#[tokio::test]
async fn a_meeting_that_ends_leaves_the_waiting_one_open() {
    let app = App::shared().await;
    let session = app.scheduled().await;
    let joined = session.join(&session.doctor).await;
    let meeting = joined["meeting_id"].as_str().expect("an id");
    app.expire_meeting(meeting).await;
    let has_left = |shown: &Value| shown["doctor_left_at"].is_string();
    let shown = session.until_shown("the leave", has_left).await;
    assert_eq!(shown["status"], "WAITING");
    let again = session.join(&session.doctor).await;
    assert_ne!(again["meeting_id"], joined["meeting_id"]);
    session.join(&session.patient).await;
    assert_eq!(session.status().await, "ACTIVE");
}

#[tokio::test]
async fn a_lesson_loses_its_meeting() {
    let app = App::shared().await;
    let met = app.met().await;
    let path = format!("/meetings/{}", met.session_id);
    let gone = async |person: &Person| {
        until("the end of the meeting", async || {
            let answer = person.get(&path).await;
            (answer.status() == 404).then_some(answer)
        })
        .await
        .assert_refused(404);
    };
    met.student.get(&path).await.expect(200);
    app.expire_meeting(&met.id).await;
    gone(&met.student).await;
    gone(&met.teacher).await;
    let session = format!("/sessions/{}", met.session_id);
    let session = met.student.get(&session).await.expect(200);
    assert_eq!(session.text("status"), "active");
    let body = json!({ "session_id": met.session_id });
    let again = met.student.post("/meetings", body).await.expect(201);
    assert_ne!(again.text("meeting_id"), met.id);
    met.teacher.get(&path).await.expect(200);
}
