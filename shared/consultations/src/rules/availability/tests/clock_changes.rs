use super::*;

#[test]
fn a_day_has_the_slots_of_its_hours() {
    for (name, date, minutes, slots) in [
        ("Europe/Berlin", "2027-03-28", 60, 23),
        ("Europe/Berlin", "2027-10-31", 60, 25),
        ("America/New_York", "2027-03-14", 60, 23),
        ("America/New_York", "2027-11-07", 60, 25),
        ("Australia/Lord_Howe", "2027-10-03", 30, 47),
        ("Australia/Lord_Howe", "2027-04-04", 30, 49),
    ] {
        let doctor = daily(name, minutes, &[window("00:00", "24:00")]);
        assert_eq!(
            shown(&doctor, name, date, &[], LONG_AGO),
            [format!("{date} 00:00-24:00 {slots}")]
        );
        // The viewer's day, not the doctor's, is longer or shorter.
        let doctor = daily("UTC", minutes, &[window("00:00", "24:00")]);
        let open = windows(&doctor, &zone(name), day(date), 1, &[], LONG_AGO);
        let all: usize = open.iter().map(|part| part.available_slots).sum();
        assert_eq!(all, slots, "{name} {date}");
    }
}

#[test]
fn nine_in_the_morning_stays_nine() {
    let doctor = daily("Europe/Berlin", 30, &[window("09:00", "12:00")]);
    let shown = |date| shown(&doctor, "UTC", date, &[], LONG_AGO);
    assert_eq!(shown("2027-03-27"), ["2027-03-27 08:00-11:00 6"]);
    assert_eq!(shown("2027-03-28"), ["2027-03-28 07:00-10:00 6"]);
    assert_eq!(shown("2027-10-31"), ["2027-10-31 08:00-11:00 6"]);
}

#[test]
fn a_skipped_hour_is_in_no_window() {
    let shown = |start, end| {
        let doctor = on_sundays("Europe/Berlin", 30, window(start, end));
        shown(&doctor, "UTC", "2027-03-28", &[], LONG_AGO)
    };
    assert_eq!(shown("01:00", "04:00"), ["2027-03-28 00:00-02:00 4"]);
    assert_eq!(shown("02:30", "04:00"), ["2027-03-28 01:00-02:00 2"]);
    assert_eq!(shown("01:00", "02:30"), ["2027-03-28 00:00-01:00 2"]);
    assert!(shown("02:00", "03:00").is_empty());
    assert!(shown("02:15", "02:45").is_empty());
}

#[test]
fn an_hour_that_comes_twice_is_begun_and_ended_at_the_first() {
    let shown = |start, end| {
        let doctor = on_sundays("Europe/Berlin", 30, window(start, end));
        shown(&doctor, "UTC", "2027-10-31", &[], LONG_AGO)
    };
    // It begins at 23:00 UTC of the day before, which this leaves out.
    assert_eq!(shown("01:00", "04:00"), ["2027-10-31 00:00-03:00 6"]);
    assert_eq!(shown("02:00", "03:00"), ["2027-10-31 00:00-02:00 4"]);
    assert_eq!(shown("02:15", "02:45"), ["2027-10-31 00:15-00:45 1"]);
    assert_eq!(shown("02:30", "04:00"), ["2027-10-31 00:30-03:00 5"]);
}

#[test]
fn what_touches_on_the_clock_touches_in_time() {
    let doctor = daily(
        "Europe/Berlin",
        15,
        &[window("01:00", "02:30"), window("02:30", "04:00")],
    );
    assert!(holds(
        &doctor,
        period("2027-10-30T23:00:00Z", "2027-10-31T03:00:00Z")
    ));
    assert!(holds(
        &doctor,
        period("2027-03-28T00:00:00Z", "2027-03-28T02:00:00Z")
    ));
}

#[test]
fn a_change_at_midnight_moves_the_midnight() {
    // Havana's clocks go from 24:00 to 01:00, and from 01:00 back to 00:00.
    let doctor = daily("America/Havana", 60, &[window("00:00", "24:00")]);
    let shown = |date| shown(&doctor, "America/Havana", date, &[], LONG_AGO);
    assert_eq!(shown("2027-03-14"), ["2027-03-14 01:00-24:00 23"]);
    assert_eq!(shown("2027-11-07"), ["2027-11-07 00:00-24:00 25"]);
}

#[test]
fn a_day_that_a_zone_has_skipped_is_empty() {
    let doctor = daily("UTC", 60, &[window("00:00", "24:00")]);
    let viewer = zone("Pacific/Apia");
    assert!(reach(&viewer, day("2011-12-30"), 1).is_some());
    assert!(windows(&doctor, &viewer, day("2011-12-30"), 1, &[], LONG_AGO).is_empty());
    let both = windows(&doctor, &viewer, day("2011-12-29"), 3, &[], LONG_AGO);
    let all: usize = both.iter().map(|part| part.available_slots).sum();
    assert_eq!(all, 48);
    let away = daily("Pacific/Apia", 60, &[window("00:00", "24:00")]);
    let slots: usize = windows(&away, &viewer, day("2011-12-29"), 3, &[], LONG_AGO)
        .iter()
        .map(|part| part.available_slots)
        .sum();
    assert_eq!(slots, 48);
}
