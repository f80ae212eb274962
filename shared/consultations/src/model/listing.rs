use calendar::Period;
use ids::UserId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::model::{BookingType, Consultation, ConsultationId, Status};

/// What lists show of a consultation: small, because a total reads all that
/// match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Whose listing it is.
    pub consultation_id: ConsultationId,
    /// How it was booked.
    pub booking_type: BookingType,
    /// The doctor.
    pub doctor_id: UserId,
    /// The patient.
    pub patient_id: UserId,
    /// Where it stands.
    pub status: Status,
    /// When it is to be.
    #[serde(flatten)]
    pub period: Period,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Listing {
    /// The listing of a consultation.
    pub fn of(consultation: &Consultation) -> Self {
        Self {
            consultation_id: consultation.consultation_id,
            booking_type: consultation.booking_type(),
            doctor_id: consultation.doctor_id.clone(),
            patient_id: consultation.patient_id.clone(),
            status: consultation.status,
            period: consultation.period,
            created_at: consultation.created_at,
        }
    }

    /// The index partition of a doctor's.
    pub(crate) fn doctor_partition(doctor: &UserId) -> String {
        format!("DOCTOR#{doctor}")
    }

    /// The index partition of a patient's.
    pub(crate) fn patient_partition(patient: &UserId) -> String {
        format!("PATIENT#{patient}")
    }
}

impl Entity for Listing {
    fn keys(&self) -> Keys {
        let by_start = format!("{}#{}", self.period.start, self.consultation_id);
        let doctor = Key::new(Self::doctor_partition(&self.doctor_id), by_start.clone());
        let patient = Key::new(Self::patient_partition(&self.patient_id), by_start);
        Keys {
            first: Some(doctor),
            second: Some(patient),
            ..Key::new(self.consultation_id.partition(), "LISTING").into()
        }
    }
}
