use super::*;

fn fault(service: Service, operation: &str, kind: Kind, count: u32) -> Fault {
    Fault {
        service,
        operation: operation.to_owned(),
        kind,
        count,
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
    let strike = |operation| faults.strike(Service::Dynamodb, operation);
    assert_eq!(faults.strike(Service::Chime, "GetItem"), None);
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
    assert_eq!(faults.strike(Service::Dynamodb, "GetItem"), None);
    assert_eq!(
        faults.strike(Service::Dynamodb, "TransactWriteItems"),
        Some(Kind::Conflict)
    );
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
