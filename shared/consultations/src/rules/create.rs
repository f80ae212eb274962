use calendar::Period;
use ids::UserId;
use input::Wrong;
use jiff::{SignedDuration, Timestamp};

use crate::Refusal;
use crate::model::{
    AppointmentId, Booked, ClinicAppointment, Consultation, ConsultationId, EventType, Presence,
    Status,
};
use crate::rules::change::Change;

/// A consultation that is to be.
#[derive(Clone, Debug)]
pub struct NewConsultation {
    /// Its id.
    pub consultation_id: ConsultationId,
    /// Its appointment, when it is clinic-based.
    pub appointment_id: Option<AppointmentId>,
    /// The doctor.
    pub doctor_id: UserId,
    /// The patient.
    pub patient_id: UserId,
    /// The clinic, by the number that others know it by.
    pub clinic_id: Option<i64>,
    /// What it is about.
    pub chief_complaint: Option<String>,
    /// When it is to be.
    pub period: Period,
}

/// Whether a start is not in the past.
///
/// # Errors
///
/// It is.
pub fn is_ahead(start: Timestamp, now: Timestamp) -> Result<(), Wrong> {
    if start < now {
        return Err(Wrong::value("must not be in the past"));
    }
    Ok(())
}

/// When one ends that starts then and lasts so many minutes.
///
/// # Errors
///
/// There is no such time.
pub fn scheduled_end(start: Timestamp, minutes: i64) -> Result<Timestamp, Wrong> {
    start
        .checked_add(SignedDuration::from_mins(minutes))
        .map_err(|_| Wrong::value("must be earlier"))
}

/// Whether doctor and patient are two.
///
/// # Errors
///
/// They are one.
pub fn are_two(doctor: &UserId, patient: &UserId) -> Result<(), Wrong> {
    if doctor == patient {
        return Err(Wrong::value("must be somebody else than the doctor"));
    }
    Ok(())
}

/// The consultation of its appointment, which is known, booked, and about the
/// same. One that only a move was told of is not known: its booking, which
/// makes the consultation, is still to come.
///
/// # Errors
///
/// It is not.
pub fn agrees(
    new: &NewConsultation,
    known: Option<&ClinicAppointment>,
) -> Result<ConsultationId, Refusal> {
    let known = known.ok_or(Refusal::AppointmentNotFound)?;
    if known.cancelled {
        return Err(Refusal::AppointmentNotBooked);
    }
    let (Some(booked), Some(consultation_id)) = (&known.booked, known.consultation_id) else {
        return Err(Refusal::AppointmentNotFound);
    };
    let Booked {
        doctor_id,
        patient_id,
        period,
        ..
    } = booked;
    let same = *doctor_id == new.doctor_id
        && *patient_id == new.patient_id
        && period.start == new.period.start;
    if same {
        Ok(consultation_id)
    } else {
        Err(Refusal::AppointmentDiffers)
    }
}

/// The consultation as it begins; `by` is none when an event has made it.
pub fn create(new: &NewConsultation, by: Option<&UserId>, now: Timestamp) -> Change {
    let consultation = Consultation {
        consultation_id: new.consultation_id,
        appointment_id: new.appointment_id.clone(),
        doctor_id: new.doctor_id.clone(),
        patient_id: new.patient_id.clone(),
        clinic_id: new.clinic_id,
        chief_complaint: new.chief_complaint.clone(),
        period: new.period,
        status: Status::Scheduled,
        doctor: Presence::default(),
        patient: Presence::default(),
        meeting: None,
        meetings_ended: 0,
        actual_start: None,
        actual_end: None,
        session_notes: None,
        connection_quality_rating: None,
        ended_with: None,
        cancellation: None,
        created_at: now,
        updated_at: now,
        events: 0,
        version: 0,
    };
    let mut change = Change::of(&consultation, now);
    let word = consultation.booking_type().word();
    let description = format!("Video consultation session created for {word}");
    change.record(EventType::SessionCreated, by, description);
    change
}

/// Its appointment was moved; `None` when it is too late for that, or it is
/// there already. The trail has no word for a move.
pub fn reschedule(consultation: &Consultation, to: Period, now: Timestamp) -> Option<Change> {
    if consultation.status != Status::Scheduled || consultation.period == to {
        return None;
    }
    let mut change = Change::of(consultation, now);
    change.after.period = to;
    Some(change)
}
