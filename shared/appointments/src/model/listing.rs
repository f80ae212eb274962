use calendar::Period;
use ids::UserId;
use serde::{Deserialize, Serialize};
use table::{Entity, Key, Keys};

use crate::model::{Appointment, AppointmentId, AppointmentStatus, SessionType};

/// What lists show of an appointment: small, because a count reads all that
/// match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "fields of Appointment")]
pub struct Listing {
    pub appointment_id: AppointmentId,
    pub psychologist_id: UserId,
    pub patient_id: UserId,
    pub patient_name: Option<String>,
    pub service_name: String,
    #[serde(flatten)]
    pub period: Period,
    pub session_type: SessionType,
    pub status: AppointmentStatus,
    /// The name of the Twilio room.
    pub room_name: Option<String>,
}

impl Listing {
    /// The listing of an appointment.
    pub fn of(appointment: &Appointment) -> Self {
        Self {
            appointment_id: appointment.appointment_id,
            psychologist_id: appointment.psychologist_id.clone(),
            patient_id: appointment.patient_id.clone(),
            patient_name: appointment.patient_name.clone(),
            service_name: appointment.service_name.clone(),
            period: appointment.period,
            session_type: appointment.session_type,
            status: appointment.status,
            room_name: appointment.room.as_ref().map(|room| room.name.clone()),
        }
    }

    /// The index partition of a psychologist's.
    pub(crate) fn psychologist_partition(psychologist: &UserId) -> String {
        format!("SCHEDULE#{psychologist}")
    }

    /// The index partition of a patient's.
    pub(crate) fn patient_partition(patient: &UserId) -> String {
        format!("APPOINTMENTS_OF#{patient}")
    }
}

impl Entity for Listing {
    fn keys(&self) -> Keys {
        let by_start = format!("{}#{}", self.period.start, self.appointment_id);
        let psychologist = Self::psychologist_partition(&self.psychologist_id);
        let patient = Self::patient_partition(&self.patient_id);
        Keys {
            first: Some(Key::new(psychologist, by_start.clone())),
            second: Some(Key::new(patient, by_start)),
            ..Key::new(self.appointment_id.partition(), "LISTING").into()
        }
    }
}
