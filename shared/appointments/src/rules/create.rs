use calendar::Period;
use ids::{Ids, UserId};
use jiff::{SignedDuration, Timestamp};

use crate::model::{Appointment, AppointmentId, AppointmentStatus, Room, SessionType};

/// An appointment that is to be.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "fields of Appointment")]
pub struct NewAppointment {
    pub psychologist_id: UserId,
    pub patient_id: UserId,
    pub patient_name: Option<String>,
    pub service_name: String,
    pub start: Timestamp,
    pub minutes: i64,
    pub session_type: SessionType,
    pub clinic_id: Option<i64>,
    pub fee_hundredths: Option<u64>,
    pub currency: Option<String>,
}

/// The stretch of an appointment.
pub(super) fn period(start: Timestamp, minutes: i64) -> Period {
    let end = start.saturating_add(SignedDuration::from_mins(minutes));
    Period {
        start,
        end: end.unwrap_or(Timestamp::MAX),
    }
}

impl NewAppointment {
    /// When it is to be.
    pub fn period(&self) -> Period {
        period(self.start, self.minutes)
    }
}

/// The appointment as it begins, under a new number.
pub fn create(new: &NewAppointment, ids: &Ids, now: Timestamp) -> Appointment {
    let appointment_id = AppointmentId::new(ids);
    Appointment {
        appointment_id,
        psychologist_id: new.psychologist_id.clone(),
        patient_id: new.patient_id.clone(),
        patient_name: new.patient_name.clone(),
        service_name: new.service_name.clone(),
        period: new.period(),
        session_type: new.session_type,
        clinic_id: new.clinic_id,
        fee_hundredths: new.fee_hundredths,
        currency: new.currency.clone(),
        status: AppointmentStatus::Scheduled,
        room: (new.session_type == SessionType::Telehealth)
            .then(|| Room::of(appointment_id, ids, now)),
        consulted: None,
        created_at: now,
        updated_at: now,
        version: 0,
    }
}
