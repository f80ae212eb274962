use serde_json::{Value, json};

use super::Pattern;

fn matches(pattern: &Value, event: &Value) -> bool {
    Pattern::read(pattern).unwrap().matches(event)
}

/// The pattern of one field, values that fit it, values that do not.
#[test]
fn every_matcher_takes_what_it_says() {
    let absent = json!({});
    let cases = [
        (
            json!(["a", "b"]),
            json!(["a", "b"]),
            json!(["c", 1, null, "A"]),
        ),
        (
            json!([1, null, true]),
            json!([1, 1.0, null, true]),
            json!(["1", 2, false, "null"]),
        ),
        (
            json!([{ "prefix": "ab" }]),
            json!(["ab", "abc"]),
            json!(["a", "xab", "ABC", 1]),
        ),
        (
            json!([{ "prefix": { "equals-ignore-case": "ab" } }]),
            json!(["ABc"]),
            json!(["b"]),
        ),
        (
            json!([{ "suffix": ".png" }]),
            json!(["a.png"]),
            json!(["a.PNG", "png"]),
        ),
        (
            json!([{ "suffix": { "equals-ignore-case": ".png" } }]),
            json!(["a.PNG"]),
            json!(["a"]),
        ),
        (
            json!([{ "anything-but": "a" }]),
            json!(["b", 1]),
            json!(["a"]),
        ),
        (
            json!([{ "anything-but": ["a", 1] }]),
            json!(["b", 2]),
            json!(["a", 1]),
        ),
        (
            json!([{ "anything-but": { "prefix": "a" } }]),
            json!(["b"]),
            json!(["a", "ab"]),
        ),
        (
            json!([{ "anything-but": { "suffix": ["a", "b"] } }]),
            json!(["c"]),
            json!(["xa", "xb"]),
        ),
        (
            json!([{ "anything-but": { "equals-ignore-case": ["a"] } }]),
            json!(["b"]),
            json!(["A"]),
        ),
        (
            json!([{ "anything-but": { "wildcard": "*/lib/*" } }]),
            json!(["lib"]),
            json!(["x/lib/y"]),
        ),
        (
            json!([{ "equals-ignore-case": "Ab" }]),
            json!(["aB", "AB"]),
            json!(["a", 1]),
        ),
        (
            json!([{ "numeric": ["=", 3] }]),
            json!([3, 3.0]),
            json!(["3", 4]),
        ),
        (
            json!([{ "numeric": [">", 0, "<=", 5] }]),
            json!([1, 5, 0.5]),
            json!([0, 5.5, -1, "1"]),
        ),
        (
            json!([{ "wildcard": "a*c" }]),
            json!(["ac", "abc", "abcbc"]),
            json!(["a", "abcd", "xac"]),
        ),
        (
            json!([{ "wildcard": "*x*y*" }]),
            json!(["xy", "1x2y3"]),
            json!(["yx", "x"]),
        ),
        (
            json!([{ "wildcard": r"a\*\\b" }]),
            json!([r"a*\b"]),
            json!([r"ax\b"]),
        ),
        (
            json!([{ "exists": true }]),
            json!(["", null, 0]),
            json!([{ "a": 1 }, []]),
        ),
        (
            json!([{ "exists": false }]),
            json!([{ "a": 1 }, []]),
            json!(["", null]),
        ),
    ];
    for (pattern, fits, others) in &cases {
        let pattern = json!({ "f": pattern });
        for value in fits.as_array().unwrap() {
            assert!(
                matches(&pattern, &json!({ "f": value })),
                "{pattern} {value}"
            );
        }
        for value in others.as_array().unwrap() {
            assert!(
                !matches(&pattern, &json!({ "f": value })),
                "{pattern} {value}"
            );
        }
        let asks_for_absence = pattern["f"][0]["exists"] == false;
        assert_eq!(matches(&pattern, &absent), asks_for_absence, "{pattern}");
    }
}

#[test]
fn all_fields_fit_and_one_of_their_values() {
    let pattern =
        json!({ "source": ["a", "b"], "detail": { "state": ["on"], "by": { "id": [1] } } });
    let event = |source: &str, state: &str, id: u8| json!({ "source": source, "detail": { "state": state, "by": { "id": id }, "more": 1 } });
    assert!(matches(&pattern, &event("a", "on", 1)));
    assert!(matches(&pattern, &event("b", "on", 1)));
    assert!(!matches(&pattern, &event("c", "on", 1)));
    assert!(!matches(&pattern, &event("a", "off", 1)));
    assert!(!matches(&pattern, &event("a", "on", 2)));
    assert!(!matches(&pattern, &json!({ "source": "a" })));
    assert!(!matches(
        &pattern,
        &json!({ "source": "a", "detail": "on" })
    ));
}

#[test]
fn a_list_fits_when_an_element_does_and_an_elements_fields_belong_together() {
    let tags = json!({ "tags": ["x"] });
    assert!(matches(&tags, &json!({ "tags": ["y", "x"] })));
    assert!(!matches(&tags, &json!({ "tags": ["y"] })));
    let but = json!({ "tags": [{ "anything-but": ["x"] }] });
    assert!(matches(&but, &json!({ "tags": ["x", "y"] })));
    assert!(!matches(&but, &json!({ "tags": ["x"] })));
    let people = json!({ "people": { "name": ["a"], "age": [1] } });
    let together = json!({ "people": [{ "name": "b", "age": 2 }, { "name": "a", "age": 1 }] });
    let apart = json!({ "people": [{ "name": "a", "age": 2 }, { "name": "b", "age": 1 }] });
    assert!(matches(&people, &together));
    assert!(!matches(&people, &apart));
}

#[test]
fn one_of_several_patterns_fits() {
    let pattern = json!({
        "source": ["a"],
        "$or": [{ "detail": { "n": [{ "numeric": [">", 5] }] } }, { "detail": { "s": ["x"] } }],
    });
    let event = |source: &str, detail: Value| json!({ "source": source, "detail": detail });
    assert!(matches(&pattern, &event("a", json!({ "n": 6 }))));
    assert!(matches(&pattern, &event("a", json!({ "n": 1, "s": "x" }))));
    assert!(!matches(&pattern, &event("a", json!({ "n": 1 }))));
    assert!(!matches(&pattern, &event("b", json!({ "n": 6 }))));
}

#[test]
fn absence_can_be_asked_for_below_what_is_absent() {
    let pattern = json!({ "detail": { "error": { "code": [{ "exists": false }] } } });
    assert!(matches(&pattern, &json!({ "detail": {} })));
    assert!(matches(&pattern, &json!({})));
    assert!(!matches(
        &pattern,
        &json!({ "detail": { "error": { "code": 1 } } })
    ));
}

#[test]
fn what_is_not_understood_is_refused() {
    let wrong = [
        json!({}),
        json!([]),
        json!({ "f": "a" }),
        json!({ "f": [] }),
        json!({ "f": [["a"]] }),
        json!({ "f": [{ "cidr": "10.0.0.0/24" }] }),
        json!({ "f": [{ "prefix": 1 }] }),
        json!({ "f": [{ "prefix": "a", "suffix": "b" }] }),
        json!({ "f": [{ "numeric": [">"] }] }),
        json!({ "f": [{ "numeric": ["~", 1] }] }),
        json!({ "f": [{ "wildcard": "a**" }] }),
        json!({ "f": [{ "exists": "yes" }] }),
        json!({ "$or": [{ "f": ["a"] }] }),
    ];
    for pattern in wrong {
        assert!(Pattern::read(&pattern).is_err(), "{pattern}");
    }
}
