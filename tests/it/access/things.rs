//! What the calls are about: a thing, and who is in it.

use serde_json::json;
use tests::{App, Consultation, Visit, from_now, live_time, meet_link, unique_id};

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Somebody of whom nothing is stored.
    Person,
    /// Two of whom nothing is stored.
    Pair,
    /// A user's profile.
    Profile,
    /// A teacher's free slot.
    Slot,
    /// A slot that a student may book; the id is the teacher's.
    Offer,
    /// A pending booking.
    Booking,
    /// One that has a session.
    OpenedBooking,
    /// The pending session of a booking.
    Session,
    /// A completed one.
    CompletedSession,
    /// One with a meeting.
    MetSession,
    /// The meeting of a session.
    Meeting,
    /// A doctor's link.
    Link,
    /// A psychologist's appointment with a patient.
    Visit,
    /// A consultation that may be joined.
    Consultation,
    /// One in which both are.
    ActiveConsultation,
    /// An appointment of another system.
    ClinicAppointment,
    /// The hours of a doctor.
    Hours,
    /// A live session, by its room's name.
    Room,
    /// A live session, by its id.
    LiveSession,
    /// A room in which somebody is.
    JoinedRoom,
    /// A room that is being recorded.
    RecordedRoom,
    /// A scheduled session.
    Scheduled,
}

/// A thing, and the ids of whose it is.
#[derive(Clone, Debug)]
pub struct Thing {
    /// The student's, the doctor's, or the only one's.
    pub first: String,
    /// The teacher's, the patient's, or the only one's.
    pub second: String,
    /// Its own.
    pub id: String,
    /// When it starts.
    pub start: String,
}

impl Thing {
    fn of(first: &str, second: &str, id: impl Into<String>) -> Self {
        Self {
            first: first.to_owned(),
            second: second.to_owned(),
            id: id.into(),
            start: from_now(3_600),
        }
    }

    fn of_consultation(made: &Consultation) -> Self {
        Self::of(&made.doctor.id, &made.patient.id, made.id.clone())
    }

    /// One of the same people that is not there.
    pub fn absent(&self) -> Self {
        let mut id = self.id.clone();
        let last = id.pop();
        id.push(if last == Some('0') { '1' } else { '0' });
        Self { id, ..self.clone() }
    }
}

/// A new thing of this kind, of people who have no other.
pub async fn make(app: &App, kind: Kind) -> Thing {
    match kind {
        Kind::Person => {
            let id = unique_id("person");
            Thing::of(&id, &id, id.clone())
        }
        Kind::Pair => Thing::of(&unique_id("first"), &unique_id("second"), "x"),
        Kind::Profile => {
            let id = app.teacher().await.id;
            Thing::of(&id, &id, id.clone())
        }
        Kind::Slot => {
            let offered = app.offered().await;
            let teacher = &offered.teacher.id;
            Thing::of(teacher, teacher, offered.slot_id)
        }
        Kind::Offer => {
            let offered = app.offered().await;
            let teacher = offered.teacher.id;
            Thing::of(&offered.student.id, &teacher, teacher.clone())
        }
        Kind::Booking => {
            let booked = app.booked().await;
            Thing::of(&booked.student.id, &booked.teacher.id, booked.id)
        }
        Kind::OpenedBooking => {
            let opened = app.opened().await;
            Thing::of(&opened.student.id, &opened.teacher.id, opened.booking_id)
        }
        Kind::Session | Kind::CompletedSession => {
            let opened = app.opened().await;
            let path = format!("/sessions/{}", opened.id);
            let steps: &[&str] = match kind {
                Kind::CompletedSession => &["active", "completed"],
                _ => &[],
            };
            for step in steps {
                let step = json!({ "status": step });
                opened.teacher.put(&path, step).await.expect(200);
            }
            Thing::of(&opened.student.id, &opened.teacher.id, opened.id)
        }
        Kind::MetSession | Kind::Meeting => {
            let met = app.met().await;
            let id = if kind == Kind::Meeting {
                met.id
            } else {
                met.session_id
            };
            Thing::of(&met.student.id, &met.teacher.id, id)
        }
        Kind::Link => {
            let doctor = app.link_keeper();
            let id = doctor.keeps_link().await;
            Thing::of(&doctor.id, &doctor.id, id.to_string())
        }
        Kind::Visit => {
            let visit: Visit = app.visit().await;
            Thing::of(&visit.psychologist.id, &visit.patient.id, visit.text_id())
        }
        Kind::Consultation => Thing::of_consultation(&app.scheduled().await),
        Kind::ActiveConsultation => Thing::of_consultation(&app.active().await),
        Kind::ClinicAppointment => {
            let (told, _) = app.booked_appointment(&from_now(3_600)).await;
            let thing = Thing::of(&told.doctor.id, &told.patient.id, told.id);
            Thing {
                start: told.start,
                ..thing
            }
        }
        Kind::Hours => {
            let doctor = app.doctor();
            let path = format!("/api/video/doctors/{}/availability", doctor.id);
            doctor.put(&path, hours()).await.expect(200);
            Thing::of(&doctor.id, &doctor.id, doctor.id.clone())
        }
        Kind::Room | Kind::LiveSession | Kind::JoinedRoom | Kind::RecordedRoom => {
            let session = app.live_session().await;
            if matches!(kind, Kind::JoinedRoom | Kind::RecordedRoom) {
                session.join().await;
            }
            if kind == Kind::RecordedRoom {
                session.record().await;
            }
            let instructor = &session.instructor.id;
            let id = if kind == Kind::LiveSession {
                session.id
            } else {
                session.name
            };
            Thing::of(instructor, instructor, id)
        }
        Kind::Scheduled => {
            let scheduled = app.scheduled_live().await;
            let instructor = &scheduled.instructor.id;
            Thing::of(instructor, instructor, scheduled.id)
        }
    }
}

/// The hours of a doctor who works on Mondays.
pub fn hours() -> serde_json::Value {
    json!({
        "time_zone": "UTC",
        "slot_duration_minutes": 30,
        "weekly": [{ "weekday": "monday", "start_time": "09:00", "end_time": "12:00" }],
    })
}

/// What a link to a Meet call of this doctor's is made with.
pub fn link_of(doctor_id: &str) -> serde_json::Value {
    tests::with(&meet_link(), "doctor_id", doctor_id)
}

/// What a session that is scheduled for tomorrow is made with.
pub fn scheduled() -> serde_json::Value {
    json!({ "startsAt": live_time("15:00") })
}
