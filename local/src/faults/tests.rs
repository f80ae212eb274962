use super::*;

fn fault(service: Service, operation: &str, kind: Kind, count: u32) -> Fault {
    Fault {
        service,
        operation: operation.to_owned(),
        kind,
        count,
        function: None,
    }
}

#[test]
fn a_fault_strikes_its_operation_as_often_as_it_says() {
    let faults = Faults::default();
    faults
        .add(fault(Service::Dynamodb, "GetItem", Kind::Error, 2))
        .unwrap();
    faults
        .add(fault(Service::Dynamodb, "*", Kind::Throttle, 1))
        .unwrap();
    let strike = |operation| faults.strike(Service::Dynamodb, operation, None);
    assert_eq!(faults.strike(Service::Chime, "GetItem", None), None);
    assert_eq!(strike("GetItem"), Some(Kind::Error));
    assert_eq!(strike("Query"), Some(Kind::Throttle));
    assert_eq!(strike("Query"), None);
    assert_eq!(strike("GetItem"), Some(Kind::Error));
    assert_eq!(strike("GetItem"), None);
}

#[test]
fn a_conflict_passes_reads_by() {
    let faults = Faults::default();
    faults
        .add(fault(Service::Dynamodb, "*", Kind::Conflict, 1))
        .unwrap();
    assert_eq!(faults.strike(Service::Dynamodb, "GetItem", None), None);
    assert_eq!(
        faults.strike(Service::Dynamodb, "TransactWriteItems", None),
        Some(Kind::Conflict)
    );
}

#[test]
fn a_fault_of_a_function_passes_the_others_by() {
    let faults = Faults::default();
    let of = |service, function: &str| Fault {
        function: Some(function.to_owned()),
        ..fault(service, "*", Kind::Error, 1)
    };
    faults.add(of(Service::Dynamodb, "bookings")).unwrap();
    let strike = |caller| faults.strike(Service::Dynamodb, "GetItem", caller);
    assert_eq!(strike(Some("outbox-relay")), None);
    assert_eq!(strike(None), None);
    assert_eq!(strike(Some("bookings")), Some(Kind::Error));
    assert!(faults.add(of(Service::Daily, "live-sessions")).is_err());
}

#[test]
fn what_could_never_strike_is_refused() {
    let faults = Faults::default();
    assert!(
        faults
            .add(fault(Service::Chime, "GetItem", Kind::Error, 1))
            .is_err()
    );
    assert!(
        faults
            .add(fault(Service::Chime, "CreateMeeting", Kind::Conflict, 1))
            .is_err()
    );
    assert!(
        faults
            .add(fault(Service::Dynamodb, "Query", Kind::Conflict, 1))
            .is_err()
    );
    assert!(
        faults
            .add(fault(Service::Chime, "*", Kind::Error, 0))
            .is_err()
    );
    assert!(
        faults
            .add(fault(Service::Twilio, "FetchRoom", Kind::Error, 1))
            .is_ok()
    );
    assert!(
        faults
            .add(fault(Service::Daily, "CreateRoom", Kind::Timeout, 1))
            .is_ok()
    );
}
