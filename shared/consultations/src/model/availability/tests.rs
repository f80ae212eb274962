use input::{Field, Place, WrongField};
use serde_json::{Value, json};

use super::*;

fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

#[test]
fn a_time_of_day_is_written_in_one_way() {
    for text in ["00:00", "09:05", "23:59", "24:00"] {
        assert_eq!(time(text).to_string(), text);
    }
    for wrong in [
        "", "9:00", "09:60", "24:01", "25:00", "+9:00", "09:00:00", "09.00", "0900",
    ] {
        assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
    }
}

#[test]
fn the_end_of_a_day_is_the_beginning_of_the_next() {
    let date = jiff::civil::date(2027, 12, 31);
    let at = |text: &str| time(text).on(date).unwrap().to_string();
    assert_eq!(at("24:00"), "2028-01-01T00:00:00");
    assert_eq!(at("23:59"), "2027-12-31T23:59:00");
    assert_eq!(time("24:00").on(Date::MAX), None);
}

#[test]
fn weekdays_are_known_however_they_are_spelled() {
    assert_eq!(Weekday::read(&json!(" Monday ")), Ok(Weekday::Monday));
    assert_eq!(Weekday::read(&json!("SUNDAY")), Ok(Weekday::Sunday));
    for wrong in [json!("mon"), json!(1), json!("")] {
        assert!(Weekday::read(&wrong).is_err(), "{wrong}");
    }
}

/// Both lists, as a request brings them.
#[derive(Debug)]
struct Lists(Vec<WeeklyWindow>, Vec<DateException>);

impl input::Read for Lists {
    fn read(fields: &mut input::Fields<'_>) -> Option<Self> {
        let weekly = WeeklyWindow::read_all(fields);
        let exceptions = DateException::read_all(fields);
        Some(Self(weekly?, exceptions))
    }
}

fn read(json: &Value) -> Result<Lists, Vec<String>> {
    let object = json.as_object().unwrap();
    input::Fields::read(Place::Body, object, jiff::Timestamp::UNIX_EPOCH)
        .map_err(|wrong| wrong.iter().map(WrongField::name).collect())
}

#[test]
fn windows_that_touch_do_not_overlap() {
    let weekly = json!([
        {"weekday": "monday", "start_time": "09:00", "end_time": "12:00"},
        {"weekday": "Monday", "start_time": "12:00", "end_time": "24:00"},
        {"weekday": "tuesday", "start_time": "09:00", "end_time": "12:00"},
    ]);
    let lists = read(&json!({"weekly": weekly, "exceptions": null})).unwrap();
    assert_eq!((lists.0.len(), lists.1.len()), (3, 0));
}

#[test]
fn every_entry_that_is_wrong_is_named() {
    let window = |start: &str, end: &str| json!({"start_time": start, "end_time": end});
    let weekly = json!([
        {"weekday": "monday", "start_time": "09:00", "end_time": "12:00"},
        {"weekday": "someday", "start_time": "9", "end_time": "12:00"},
        {"weekday": "monday", "start_time": "11:00", "end_time": "13:00"},
        {"weekday": "friday", "start_time": "24:00", "end_time": "24:00"},
        7,
    ]);
    let exceptions = json!([
        {"date": "2027-12-24", "windows": []},
        {"date": "2027-02-29"},
        {"date": "2027-12-24", "windows": [window("09:00", "10:00"), window("09:30", "09:45")]},
    ]);
    assert_eq!(
        read(&json!({"weekly": weekly, "exceptions": exceptions})).unwrap_err(),
        [
            "weekly[1].weekday",
            "weekly[1].start_time",
            "weekly[3].end_time",
            "weekly[4]",
            "weekly[2]",
            "exceptions[1].date",
            "exceptions[1].windows",
            "exceptions[2].windows[1]",
            "exceptions[2]",
        ]
    );
    assert_eq!(read(&json!({})).unwrap_err(), ["weekly"]);
    let many = vec![json!({"date": "2027-12-24", "windows": []}); 367];
    let too_many = json!({"weekly": [], "exceptions": many});
    assert_eq!(read(&too_many).unwrap_err(), ["exceptions"]);
}

#[test]
fn an_exception_replaces_the_windows_of_its_weekday() {
    let window = |start: &str, end: &str| DayWindow {
        start_time: time(start),
        end_time: time(end),
    };
    let morning = window("09:00", "12:00");
    let date = jiff::civil::date(2027, 12, 24);
    let mut availability = DoctorAvailability {
        doctor_id: "doctor".parse().unwrap(),
        time_zone: "Europe/Berlin".to_owned(),
        slot_duration_minutes: 30,
        weekly: vec![WeeklyWindow {
            weekday: Weekday::Friday,
            window: morning,
        }],
        consultation_fee_hundredths: 5_000,
        currency: "EUR".to_owned(),
        exceptions: vec![],
        version: 3,
    };
    assert_eq!(availability.windows_on(date), [morning]);
    let late = window("20:00", "24:00");
    availability.exceptions = vec![DateException {
        date,
        windows: vec![late],
    }];
    assert_eq!(availability.windows_on(date), [late]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&availability).unwrap());
}
