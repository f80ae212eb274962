use appointments::model::{Appointment, AppointmentStatus, SessionType};
use consultations::model::{AppointmentId, TimeKeeper, Told};
use consultations::store;
use events::appointment::{Booking, Incoming, Malformed};
use ids::Ids;
use jiff::Timestamp;
use runtime::{Error, Invocation};
use serde_json::{Value, json};
use table::Db;
use video::Chime;

/// Takes one event about an appointment. One of our own is looked up: how it
/// stands now says more than any event about it. Others are believed.
pub(crate) async fn intake(chime: Chime, call: Invocation) -> Result<Value, Error> {
    let Invocation { event, db, now } = call;
    let intake = Intake {
        chime,
        db,
        ids: Ids::at(now),
        now,
    };
    let detail_type = event["detail-type"].as_str().unwrap_or_default();
    let incoming = Incoming::read(detail_type, &event["detail"])?;
    let id = match &incoming {
        Incoming::Booked(booking) | Incoming::Rescheduled(booking) => &booking.appointment_id,
        Incoming::Cancelled { appointment_id } => appointment_id,
        Incoming::Ignored(_) => return Ok(json!({})),
    };
    let id = AppointmentId::new(id).ok_or(Malformed::AppointmentId)?;
    match intake.own(&id).await? {
        Some(own) => intake.follow(&id, &own).await?,
        None => {
            // Two moves may overtake each other; the bus says when each was told.
            let at = event["time"].as_str().and_then(|time| time.parse().ok());
            let told = Told {
                version: 0,
                at: at.unwrap_or(now),
            };
            intake.believe(&id, &incoming, told).await?;
        }
    }
    Ok(json!({}))
}

struct Intake {
    chime: Chime,
    db: Db,
    ids: Ids,
    now: Timestamp,
}

impl Intake {
    async fn own(&self, id: &AppointmentId) -> Result<Option<Appointment>, Error> {
        match id.as_str().parse() {
            Ok(number) => Ok(appointments::store::load(&self.db, number).await?),
            Err(_) => Ok(None),
        }
    }

    /// Makes the consultation what its appointment is.
    async fn follow(&self, id: &AppointmentId, own: &Appointment) -> Result<(), Error> {
        match own.status {
            AppointmentStatus::Cancelled => self.cancel(id).await,
            AppointmentStatus::Scheduled | AppointmentStatus::Confirmed
                if own.session_type == SessionType::Telehealth =>
            {
                let (keeper, booking) = (TimeKeeper::Appointment, booking(own));
                let told = Told {
                    version: own.version,
                    at: own.updated_at,
                };
                let (ids, now) = (&self.ids, self.now);
                store::book(&self.db, id, &booking, Some(told), keeper, ids, now).await?;
                self.reschedule(id, &booking, told, keeper).await
            }
            _ => Ok(()),
        }
    }

    async fn believe(
        &self,
        id: &AppointmentId,
        incoming: &Incoming,
        told: Told,
    ) -> Result<(), Error> {
        let keeper = TimeKeeper::Consultation;
        match incoming {
            Incoming::Booked(booking) => {
                let (ids, now) = (&self.ids, self.now);
                store::book(&self.db, id, booking, None, keeper, ids, now).await?;
                Ok(())
            }
            Incoming::Rescheduled(booking) => self.reschedule(id, booking, told, keeper).await,
            Incoming::Cancelled { .. } => self.cancel(id).await,
            Incoming::Ignored(_) => Ok(()),
        }
    }

    async fn reschedule(
        &self,
        id: &AppointmentId,
        booking: &Booking,
        told: Told,
        keeper: TimeKeeper,
    ) -> Result<(), Error> {
        let (ids, now) = (&self.ids, self.now);
        store::reschedule(&self.db, id, booking, told, keeper, ids, now).await?;
        Ok(())
    }

    async fn cancel(&self, id: &AppointmentId) -> Result<(), Error> {
        let over = store::cancel_appointment(&self.db, id, &self.ids, self.now).await?;
        if let Some(over) = over {
            runtime::afterwards("DeleteMeeting", self.chime.end_meeting(&over)).await;
        }
        Ok(())
    }
}

fn booking(own: &Appointment) -> Booking {
    Booking {
        appointment_id: own.appointment_id.to_string(),
        doctor_id: own.psychologist_id.clone(),
        patient_id: own.patient_id.clone(),
        clinic_id: own.clinic_id,
        start_time: own.period.start,
        duration_minutes: u16::try_from(own.minutes()).ok(),
    }
}
