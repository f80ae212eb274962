use jiff::SignedDuration;

use crate::Refusal;
use crate::fixtures::{
    actor, appointment_id, at, consultation_id, ids, period, scheduled, told, user, wanted,
};
use crate::model::{AuditEvent, Booked, ClinicAppointment, Consultation, EventType, Status};
use crate::rules::*;

fn clinic_based() -> NewConsultation {
    NewConsultation {
        appointment_id: Some(appointment_id()),
        ..wanted()
    }
}

fn booked() -> ClinicAppointment {
    ClinicAppointment {
        booked: Some(Booked {
            doctor_id: user("doctor"),
            patient_id: user("patient"),
            clinic_id: Some(1),
            period: wanted().period,
        }),
        consultation_id: Some(consultation_id()),
        ..ClinicAppointment::unknown(appointment_id())
    }
}

#[test]
fn it_begins_scheduled_with_the_event_of_its_making() {
    let made = create(&wanted(), Some(&user("admin")), scheduled().created_at);
    let expected = Consultation {
        version: 0,
        ..scheduled()
    };
    assert_eq!(made.after, expected);
    assert_eq!((made.at, made.over), (scheduled().created_at, None));
}

#[test]
fn its_first_event_names_who_made_it_and_how_it_was_booked() {
    let cases = [
        (clinic_based(), Some("admin"), "admin", "CLINIC_BASED"),
        (clinic_based(), None, "system", "CLINIC_BASED"),
        (wanted(), Some("patient"), "patient", "DIRECT_DOCTOR"),
    ];
    for (new, by, user_id, word) in cases {
        let by = by.map(user);
        let made = create(&new, by.as_ref(), scheduled().created_at);
        let [event] = &AuditEvent::all_of(&made, &ids()).unwrap()[..] else {
            panic!("one event");
        };
        let description = format!("Video consultation session created for {word}");
        assert_eq!(event.event_description, description);
        assert_eq!(
            (event.number, event.event_type, &event.user_id),
            (1, EventType::SessionCreated, &user(user_id))
        );
        let told = told(&event.outbox.detail).data;
        assert_eq!(told.status, Status::Scheduled);
        let appointment = new.appointment_id.map(|id| id.to_string());
        assert_eq!(told.appointment_id, appointment);
    }
}

#[test]
fn a_start_may_be_now_but_not_before() {
    let now = at("2027-01-25T10:00:00Z");
    let second = SignedDuration::from_secs(1);
    assert!(is_ahead(now + second, now).is_ok());
    assert!(is_ahead(now, now).is_ok());
    assert!(is_ahead(now - second, now).is_err());
}

#[test]
fn its_end_is_a_whole_second() {
    let ends = |start| scheduled_end(at(start), 30).ok();
    let last = at("9999-12-30T22:00:00Z");
    assert_eq!(ends("9999-12-30T21:30:00Z"), Some(last));
    assert_eq!(ends("9999-12-30T21:30:01Z"), None);
}

#[test]
fn doctor_and_patient_are_two() {
    assert!(are_two(&user("doctor"), &user("patient")).is_ok());
    assert!(are_two(&user("doctor"), &user("doctor")).is_err());
}

#[test]
fn its_appointment_is_booked_and_agrees_in_doctor_patient_and_start() {
    let judged = |known: &ClinicAppointment| agrees(&clinic_based(), Some(known));
    let with = |change: fn(&mut Booked)| {
        let mut known = booked();
        known.booked.as_mut().map(change);
        known
    };
    assert_eq!(judged(&booked()), Ok(consultation_id()));
    // The appointment may take longer.
    let longer = with(|it| it.period = period("2027-01-25T10:00:00Z", "2027-01-25T12:00:00Z"));
    assert_eq!(judged(&longer), Ok(consultation_id()));

    let differing = [
        with(|it| it.doctor_id = user("stranger")),
        with(|it| it.patient_id = user("stranger")),
        with(|it| (it.doctor_id, it.patient_id) = (user("patient"), user("doctor"))),
        with(|it| it.period = period("2027-01-25T10:00:01Z", "2027-01-25T10:30:00Z")),
    ];
    for known in differing {
        assert_eq!(
            judged(&known),
            Err(Refusal::AppointmentDiffers),
            "{known:?}"
        );
    }
    let cancelled = ClinicAppointment {
        cancelled: true,
        ..booked()
    };
    assert_eq!(judged(&cancelled), Err(Refusal::AppointmentNotBooked));
    let only_moved = ClinicAppointment {
        consultation_id: None,
        ..booked()
    };
    assert_eq!(judged(&only_moved), Err(Refusal::AppointmentNotFound));
    let nothing_known = ClinicAppointment::unknown(appointment_id());
    assert_eq!(judged(&nothing_known), Err(Refusal::AppointmentNotFound));
    let none = agrees(&clinic_based(), None);
    assert_eq!(none, Err(Refusal::AppointmentNotFound));
}

#[test]
fn a_move_keeps_all_but_the_time() {
    let to = period("2027-01-26T14:00:00Z", "2027-01-26T18:00:00Z");
    let now = at("2027-01-25T09:30:00Z");
    let moved = reschedule(&scheduled(), to, now).unwrap();
    let expected = Consultation {
        period: to,
        updated_at: now,
        ..scheduled()
    };
    assert_eq!((moved.after, moved.happened), (expected, vec![]));
    // From now on all windows go by the new time.
    let moved = reschedule(&scheduled(), to, now).unwrap().after;
    let join = |time| may_join(&moved, &actor("doctor"), at(time)).is_ok();
    assert!(!join("2027-01-25T10:00:00Z") && join("2027-01-26T13:45:00Z"));
    assert!(sweep(&moved, at("2027-01-26T18:04:59Z")).is_none());
    assert!(sweep(&moved, at("2027-01-26T18:05:00Z")).is_some());
}
