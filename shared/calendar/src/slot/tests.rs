use jiff::Timestamp;
use proptest::prelude::*;

use super::*;

#[test]
fn an_id_tells_where_its_slot_lives() {
    let teacher: UserId = "auth0|t_1".parse().unwrap();
    let start: Timestamp = "2026-03-01T23:30:00Z".parse().unwrap();
    let period = Period::new(start, start + SignedDuration::from_hours(1)).unwrap();
    let id = Slot::free(period, &Ids::at(start)).id(&teacher);
    assert_eq!(id.day.to_string(), "2026-03-01");
    assert_eq!(id.to_string().parse(), Ok(id.clone()));
    for wrong in [
        "",
        "slot_",
        "slot_20260301_x_y",
        &id.to_string().to_uppercase(),
        &format!("{id}="),
    ] {
        assert_eq!(wrong.parse::<SlotId>(), Err(InvalidSlotId), "{wrong}");
    }
}

proptest! {
    #[test]
    fn an_id_is_read_as_it_was_written(
        teacher in "[A-Za-z0-9][A-Za-z0-9._:@|+-]{0,127}",
        day in 0..40_000_i32,
        local_id in any::<u128>(),
    ) {
        let first = Date::constant(1970, 1, 1);
        let id = SlotId {
            teacher: teacher.parse().unwrap(),
            day: first.saturating_add(jiff::ToSpan::days(i64::from(day))),
            local_id: Uuid::from_u128(local_id),
        };
        let text = id.to_string();
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'), "{}", text);
        prop_assert_eq!(text.parse(), Ok(id));
    }

    #[test]
    fn any_text_is_refused_or_written_back_as_it_was(
        text in any::<String>(),
        day in "[0-9]{8}|.{0,9}",
        local_id in "[0-9a-f]{32}|[0-9a-fA-F-]{30,38}",
        teacher in "[A-Za-z0-9_-]{0,20}|.{0,5}",
    ) {
        for text in [text, format!("slot_{day}_{local_id}_{teacher}")] {
            if let Ok(id) = text.parse::<SlotId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
