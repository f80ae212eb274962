use std::fmt;

use outcome::Kind;

/// What tutoring's rules say no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each one's sentence stands in the table below")]
pub enum Refusal {
    NameRequired,
    TooManyWords,
    RoleNotYours,
    NotYourself,
    NotAParticipant,
    NotTheTeacher,
    NotTheStudent,
    ProfileNotFound,
    StudentNotFound,
    TeacherNotFound,
    NotAStudent,
    NotATeacher,
    RoleFixed,
    StartInThePast,
    EndNotAfterStart,
    TooShort,
    TooLong,
    SlotNotFound,
    SlotBooked,
    SlotOverlaps,
    RecurrenceInvalid,
    NotOffered,
    StudentBusy,
    TeacherBusy,
    BookingNotFound,
    BookingNotPending,
    BookingNotOpen,
    BookingStarted,
    BookingCancelled,
    SessionUnderWay,
    SessionNotFound,
    StepBack,
    StepSkipped,
    TooManyNotes,
    TooManyFiles,
    TooMuchText,
    NotCompleted,
    AlreadyRated,
    SessionCompleted,
    MeetingNotFound,
    AttendeeNotInSession,
}

impl Refusal {
    fn row(self) -> (Kind, Option<&'static str>, &'static str) {
        use Kind::{Conflict, Forbidden, Invalid, NotFound};
        match self {
            Self::NameRequired => (Invalid, Some("profile_data.name"), "is required"),
            Self::TooManyWords => (
                Invalid,
                Some("profile_data.topics"),
                "must have at most 40 different words in all",
            ),
            Self::RoleNotYours => (Forbidden, None, "Your token does not have this role"),
            Self::NotYourself => (Forbidden, None, "You may do this only for yourself"),
            Self::NotAParticipant => (Forbidden, None, "You are not a participant"),
            Self::NotTheTeacher => (Forbidden, None, "Only the teacher may do this"),
            Self::NotTheStudent => (Forbidden, None, "Only the student may do this"),
            Self::ProfileNotFound => (NotFound, None, "Profile not found"),
            Self::StudentNotFound => (NotFound, None, "The student has no profile"),
            Self::TeacherNotFound => (NotFound, None, "The teacher has no profile"),
            Self::NotAStudent => (Invalid, Some("student_id"), "must be a student"),
            Self::NotATeacher => (Invalid, Some("teacher_id"), "must be a teacher"),
            Self::RoleFixed => (
                Conflict,
                None,
                "The role cannot be changed any more: there are bookings",
            ),
            Self::StartInThePast => (Invalid, Some("start_time"), "must be in the future"),
            Self::EndNotAfterStart => (Invalid, Some("end_time"), "must be after start_time"),
            Self::TooShort => (
                Invalid,
                Some("end_time"),
                "must be at least 5 minutes after start_time",
            ),
            Self::TooLong => (
                Invalid,
                Some("end_time"),
                "must be at most 12 hours after start_time",
            ),
            Self::SlotNotFound => (NotFound, None, "Availability slot not found"),
            Self::SlotBooked => (Conflict, None, "The slot is booked"),
            Self::SlotOverlaps => (
                Conflict,
                None,
                "The slot overlaps another one of this teacher",
            ),
            Self::RecurrenceInvalid => (
                Invalid,
                Some("recurrence"),
                "must be an RFC 5545 RRULE with 1 to 52 occurrences from start_time on",
            ),
            Self::NotOffered => (
                Conflict,
                None,
                "The teacher has no free slot that holds this time",
            ),
            Self::StudentBusy => (Conflict, None, "The student is not free at this time"),
            Self::TeacherBusy => (Conflict, None, "The teacher is not free at this time"),
            Self::BookingNotFound => (NotFound, None, "Booking not found"),
            Self::BookingNotPending => (Conflict, None, "Only a pending booking can be confirmed"),
            Self::BookingNotOpen => (
                Conflict,
                None,
                "Only a pending or confirmed booking can be changed",
            ),
            Self::BookingStarted => (Conflict, None, "The booking has started already"),
            Self::BookingCancelled => (Conflict, None, "The booking is cancelled"),
            Self::SessionUnderWay => (Conflict, None, "The session of this booking is under way"),
            Self::SessionNotFound => (NotFound, None, "Session not found"),
            Self::StepBack => (Conflict, None, "A session's status does not go back"),
            Self::StepSkipped => (Conflict, None, "A session is active before it is completed"),
            Self::TooManyNotes => (
                Invalid,
                Some("notes"),
                "would be more than 500 in this session",
            ),
            Self::TooManyFiles => (
                Invalid,
                Some("files"),
                "would be more than 500 in this session",
            ),
            Self::TooMuchText => (
                Invalid,
                Some("notes"),
                "and files would be more than 1 MiB in this session",
            ),
            Self::NotCompleted => (Conflict, None, "The session is not completed yet"),
            Self::AlreadyRated => (Conflict, None, "The session is rated already"),
            Self::SessionCompleted => (Conflict, None, "The session is completed"),
            Self::MeetingNotFound => (NotFound, None, "Meeting not found"),
            Self::AttendeeNotInSession => (
                Invalid,
                Some("user_id"),
                "must be a participant of the session",
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().2)
    }
}

impl std::error::Error for Refusal {}

impl outcome::Refusal for Refusal {
    fn kind(&self) -> Kind {
        self.row().0
    }

    fn field(&self) -> Option<&'static str> {
        self.row().1
    }
}
