/// Why an event about an appointment cannot be understood.
///
/// `Display` is the reason of its dead letter: it names the field and the
/// rule, and never what the event holds, which is about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It is none of the three.
    #[error(
        "detail-type must be appointment.booked, appointment.rescheduled or appointment.cancelled"
    )]
    DetailType,
    /// `detail`, or the `data` in it, is something else.
    #[error("{0} must be a JSON object")]
    NotAnObject(&'static str),
    /// It is left out or null.
    #[error("{0} is required")]
    Missing(&'static str),
    /// A word is something else.
    #[error("{0} must be a text")]
    NotText(&'static str),
    /// No id that an appointment could have.
    #[error(
        "appointment_id must be a text of 1 to 128 characters without control characters, or a whole number"
    )]
    AppointmentId,
    /// No id that a user could have.
    #[error("{0} {rule}", rule = ids::InvalidUserId)]
    UserId(&'static str),
    /// Nobody is one's own patient.
    #[error("doctor_id and patient_id must not be the same")]
    SamePerson,
    /// No number.
    #[error("clinic_id must be a whole number")]
    ClinicId,
    /// No time, or one whose offset is not known.
    #[error(
        "start_time must be a time as RFC 3339 writes it, with an offset, like 2026-01-25T14:30:00Z"
    )]
    StartTime,
    /// So late that the end would be no time.
    #[error("start_time must leave an appointment time to end before the year 10000")]
    NoEnd,
    /// Too short, too long, or no number.
    #[error("duration_minutes must be a whole number from 15 to 240")]
    DurationMinutes,
}
