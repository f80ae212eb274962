//! Where a consultation stands by its audit trail alone.

use crate::model::{Consultation, EventType, Party, Status};
use crate::rules::Happened;

/// What the trail tells.
#[derive(Debug, Default)]
pub struct Replay {
    status: Option<Status>,
    doctor_in: bool,
    patient_in: bool,
}

impl Replay {
    /// Takes events over. Each one must tell of something new, be allowed where
    /// it stood, and name the status that the law gives.
    pub fn apply(&mut self, happened: &[Happened]) {
        for one in happened {
            let context = format!("{one:?} after {self:?}");
            let expected = self.status_after(one.event_type);
            assert_eq!(Some(one.status), expected, "{context}");
            self.status = expected;
        }
    }

    /// `None` when there may be no such event now.
    fn status_after(&mut self, event_type: EventType) -> Option<Status> {
        use Status::{Active, Cancelled, Completed, NoShow, Scheduled, Waiting};
        let open = matches!(self.status, Some(Scheduled | Waiting | Active));
        let nobody_in = !self.doctor_in && !self.patient_in;
        match event_type {
            EventType::SessionCreated => self.status.is_none().then_some(Scheduled),
            EventType::DoctorJoined | EventType::PatientJoined => {
                let is_in = self.side(event_type == EventType::DoctorJoined);
                let comes = open && !*is_in;
                *is_in = true;
                let both = self.doctor_in && self.patient_in;
                let next = if both || self.status == Some(Active) {
                    Active
                } else {
                    Waiting
                };
                comes.then_some(next)
            }
            EventType::DoctorLeft | EventType::PatientLeft => {
                let is_in = self.side(event_type == EventType::DoctorLeft);
                let goes = open && *is_in;
                *is_in = false;
                self.status.filter(|_| goes)
            }
            EventType::SessionCancelled => (open && nobody_in).then_some(Cancelled),
            EventType::SessionCompleted => {
                (self.status == Some(Active) && nobody_in).then_some(Completed)
            }
            EventType::SessionNoShow => {
                let missed = matches!(self.status, Some(Scheduled | Waiting));
                (missed && nobody_in).then_some(NoShow)
            }
            EventType::NotesUpdated => self.status,
        }
    }

    fn side(&mut self, doctor: bool) -> &mut bool {
        if doctor {
            &mut self.doctor_in
        } else {
            &mut self.patient_in
        }
    }

    /// What is stored is what the trail tells: no state without its event, and
    /// no event without its state.
    pub fn check(&self, after: &Consultation) {
        let stored = (
            Some(after.status),
            after.presence(Party::Doctor).is_in(),
            after.presence(Party::Patient).is_in(),
        );
        assert_eq!(stored, (self.status, self.doctor_in, self.patient_in));
    }
}
