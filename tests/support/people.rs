use std::ops::Deref;

use serde_json::{Value, json};

use crate::{App, Caller, tomorrow_at};

/// A user id that no other test uses.
pub fn unique_id(kind: &str) -> String {
    format!("{kind}-{:016x}", fastrand::u64(..))
}

/// A user with a profile; calls go in that user's name.
#[derive(Clone)]
pub struct Person {
    /// The user id.
    pub id: String,
    pub(crate) caller: Caller,
}

impl Deref for Person {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Person {
    /// A free slot tomorrow, from and to (`10:00`) in UTC; its id.
    pub async fn offer(&self, from: &str, to: &str) -> String {
        let slot = json!({ "teacher_id": self.id, "start_time": tomorrow_at(from), "end_time": tomorrow_at(to) });
        self.post("/availability", slot)
            .await
            .expect_success()
            .text("id")
    }

    /// A booking with a teacher tomorrow, from and to (`10:00`) in UTC; its id.
    pub async fn book(&self, teacher: &Person, from: &str, to: &str) -> String {
        self.post("/bookings", self.booking(teacher, from, to))
            .await
            .expect(201)
            .text("booking_id")
    }

    /// The body of such a booking.
    pub fn booking(&self, teacher: &Person, from: &str, to: &str) -> Value {
        json!({
            "student_id": self.id,
            "teacher_id": teacher.id,
            "start_time": tomorrow_at(from),
            "end_time": tomorrow_at(to),
        })
    }

    /// The slots of this teacher, booked ones included: start, end, booked.
    pub async fn slots(&self) -> Vec<(String, String, bool)> {
        let slots = self
            .get(&format!("/availability?teacher_id={}", self.id))
            .await
            .expect(200)
            .list();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let slot = |slot: &Value| {
            (
                text(&slot["start_time"]),
                text(&slot["end_time"]),
                slot["is_booked"].as_bool().expect("a flag"),
            )
        };
        slots.iter().map(slot).collect()
    }
}

/// A teacher with a free slot tomorrow from 10:00 to 12:00 UTC, and a student.
pub struct Offered {
    /// The teacher.
    pub teacher: Person,
    /// The student.
    pub student: Person,
    /// The slot.
    pub slot_id: String,
}

/// A pending booking from 10:00 to 11:00 in such a slot.
pub struct Booked {
    /// The teacher.
    pub teacher: Person,
    /// The student.
    pub student: Person,
    /// The booking.
    pub id: String,
}

/// The pending session of such a booking.
pub struct Opened {
    /// The teacher.
    pub teacher: Person,
    /// The student.
    pub student: Person,
    /// The booking.
    pub booking_id: String,
    /// The session.
    pub id: String,
}

/// The meeting of such a session, which is active by it.
pub struct Met {
    /// The teacher.
    pub teacher: Person,
    /// The student.
    pub student: Person,
    /// The booking.
    pub booking_id: String,
    /// The session.
    pub session_id: String,
    /// The meeting.
    pub id: String,
}

impl App {
    /// A new teacher, with a profile.
    pub async fn teacher(&self) -> Person {
        self.person("teacher", "Tessa Teach").await
    }

    /// A new student, with a profile.
    pub async fn student(&self) -> Person {
        self.person("student", "Stu Dent").await
    }

    async fn person(&self, role: &str, name: &str) -> Person {
        let id = unique_id(role);
        let caller = self.as_user(&id, role);
        let profile = json!({ "user_id": id, "role": role, "profile_data": { "name": name } });
        caller.post("/profiles", profile).await.expect(201);
        Person { id, caller }
    }

    /// A teacher who offers a slot, and a student.
    pub async fn offered(&self) -> Offered {
        let (teacher, student) = (self.teacher().await, self.student().await);
        let slot_id = teacher.offer("10:00", "12:00").await;
        Offered {
            teacher,
            student,
            slot_id,
        }
    }

    /// The first hour of that slot, booked.
    pub async fn booked(&self) -> Booked {
        let Offered {
            teacher, student, ..
        } = self.offered().await;
        let id = student.book(&teacher, "10:00", "11:00").await;
        Booked {
            teacher,
            student,
            id,
        }
    }

    /// That booking with its session.
    pub async fn opened(&self) -> Opened {
        let Booked {
            teacher,
            student,
            id: booking_id,
        } = self.booked().await;
        let session = json!({ "booking_id": booking_id });
        let id = student
            .post("/sessions", session)
            .await
            .expect(201)
            .text("session_id");
        Opened {
            teacher,
            student,
            booking_id,
            id,
        }
    }

    /// That session with its meeting.
    pub async fn met(&self) -> Met {
        let Opened {
            teacher,
            student,
            booking_id,
            id: session_id,
        } = self.opened().await;
        let meeting = json!({ "session_id": session_id });
        let id = student
            .post("/meetings", meeting)
            .await
            .expect(201)
            .text("meeting_id");
        Met {
            teacher,
            student,
            booking_id,
            session_id,
            id,
        }
    }
}
