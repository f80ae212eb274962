use proptest::prelude::*;

use super::*;

#[test]
fn a_cursor_belongs_to_its_question() {
    let cursor = Cursor::write(&("bookings", "stu_1"), &"2026-01-01T00:00:00Z");
    assert_eq!(
        Cursor::read(&("bookings", "stu_1"), &cursor),
        Ok("2026-01-01T00:00:00Z".to_owned())
    );
    assert_eq!(
        Cursor::read::<String>(&("bookings", "stu_2"), &cursor),
        Err(InvalidCursor)
    );
    for wrong in ["", "AAAA", "not a cursor", &cursor[1..], &cursor[..12]] {
        assert_eq!(
            Cursor::read::<String>(&("bookings", "stu_1"), wrong),
            Err(InvalidCursor),
            "{wrong}"
        );
    }
}

#[test]
fn a_cursor_of_another_kind_of_place_is_refused() {
    let cursor = Cursor::write(&"list", &(7, "a"));
    assert_eq!(Cursor::read(&"list", &cursor), Ok((7, "a".to_owned())));
    assert_eq!(Cursor::read::<String>(&"list", &cursor), Err(InvalidCursor));
    assert_eq!(Cursor::read::<(u64,)>(&"list", &cursor), Err(InvalidCursor));
}

fn question() -> impl Strategy<Value = (String, Option<String>, Option<i64>, bool)> {
    (
        any::<String>(),
        any::<Option<String>>(),
        any::<Option<i64>>(),
        any::<bool>(),
    )
}

proptest! {
    #[test]
    fn any_place_comes_back_for_its_question_and_for_no_other(
        asked in question(),
        other in question(),
        place in any::<(i64, String)>(),
    ) {
        let cursor = Cursor::write(&asked, &place);
        prop_assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        prop_assert_eq!(Cursor::read(&asked, &cursor), Ok(place.clone()));
        let elsewhere = Cursor::read::<(i64, String)>(&other, &cursor);
        prop_assert_eq!(elsewhere.is_ok(), asked == other);
    }

    #[test]
    fn any_text_is_refused_or_a_cursor_of_this_question(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        for text in [text, URL_SAFE_NO_PAD.encode(&bytes)] {
            prop_assert_eq!(Cursor::read::<(i64, String)>(&"list", &text), Err(InvalidCursor));
        }
    }

    #[test]
    fn a_changed_cursor_stays_in_its_question(
        asked in question(),
        other in question(),
        place in any::<(i64, String)>(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = URL_SAFE_NO_PAD.decode(Cursor::write(&asked, &place)).unwrap();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte && asked != other);
        bytes[at] = byte;
        let changed = URL_SAFE_NO_PAD.encode(bytes);
        if at < SEAL {
            prop_assert_eq!(Cursor::read::<(i64, String)>(&asked, &changed), Err(InvalidCursor));
        }
        prop_assert_eq!(Cursor::read::<(i64, String)>(&other, &changed), Err(InvalidCursor));
    }
}

#[test]
fn no_key_is_compared_with_an_empty_text() {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
        .build();
    let client = aws_sdk_dynamodb::Client::from_conf(config);
    for (first, expected) in [
        ("", "#pk = :pk AND #sk <= :last"),
        ("a", "#pk = :pk AND #sk BETWEEN :first AND :last"),
    ] {
        let request = Query::partition("p").between(first, "z").on(client.query());
        assert_eq!(
            request.get_key_condition_expression().as_deref(),
            Some(expected)
        );
        let values = request.get_expression_attribute_values().clone();
        for (name, value) in values.unwrap_or_default() {
            assert_ne!(value, AttributeValue::S(String::new()), "{name}");
        }
    }
}
