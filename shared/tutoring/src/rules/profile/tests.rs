use input::Field;
use serde_json::{Value, json};

use super::*;
use crate::fixtures::{at, now, profile, user};

fn patch(role: ProfileRole) -> ProfilePatch {
    ProfilePatch {
        user_id: user("teacher"),
        role,
        name: None,
        email: None,
        bio: None,
        topics: None,
        photo_url: None,
        time_zone: None,
    }
}

fn given<T: Field>(value: Value) -> Option<Option<T>> {
    Some(Some(T::read(&value).unwrap()))
}

fn topics(words: &[&str]) -> Option<Option<Vec<Label>>> {
    Some(Some(
        words
            .iter()
            .map(|word| Label::read(&json!(word)).unwrap())
            .collect(),
    ))
}

fn named() -> ProfilePatch {
    ProfilePatch {
        name: given(json!("Ada")),
        ..patch(ProfileRole::Teacher)
    }
}

#[test]
fn a_new_profile_needs_a_name_and_nothing_else() {
    let saved = save_profile(None, &named(), now()).unwrap();
    assert_eq!(
        (saved.name.as_str(), saved.role, saved.version),
        ("Ada", ProfileRole::Teacher, 0)
    );
    assert_eq!((saved.created_at, saved.updated_at), (now(), now()));
    assert_eq!(
        (saved.email, saved.bio, saved.photo_url, saved.time_zone),
        (None, None, None, None)
    );
    assert_eq!(
        (saved.topics, saved.rating_count, saved.has_bookings),
        (vec![], 0, false)
    );
    for name in [None, Some(None)] {
        let nameless = ProfilePatch { name, ..named() };
        assert_eq!(
            save_profile(None, &nameless, now()),
            Err(Refusal::NameRequired)
        );
    }
}

#[test]
fn what_is_left_out_keeps_its_value() {
    let there = profile("teacher", ProfileRole::Teacher);
    let later = at("2027-02-01T00:00:00Z");
    let saved = save_profile(Some(&there), &patch(ProfileRole::Teacher), later).unwrap();
    assert_eq!(
        saved,
        Profile {
            updated_at: later,
            ..there.clone()
        }
    );

    let renamed = save_profile(Some(&there), &named(), later).unwrap();
    assert_eq!(
        renamed,
        Profile {
            name: "Ada".to_owned(),
            updated_at: later,
            ..there
        }
    );
}

#[test]
fn null_clears_a_field() {
    let there = profile("teacher", ProfileRole::Teacher);
    let cleared = ProfilePatch {
        email: Some(None),
        bio: Some(None),
        topics: Some(None),
        photo_url: Some(None),
        time_zone: Some(None),
        ..patch(ProfileRole::Teacher)
    };
    let saved = save_profile(Some(&there), &cleared, now()).unwrap();
    let empty = Profile {
        email: None,
        bio: None,
        topics: vec![],
        photo_url: None,
        time_zone: None,
        ..there.clone()
    };
    assert_eq!(saved, empty);
    let nameless = ProfilePatch {
        name: Some(None),
        ..patch(ProfileRole::Teacher)
    };
    assert_eq!(
        save_profile(Some(&there), &nameless, now()),
        Err(Refusal::NameRequired)
    );
}

#[test]
fn what_is_given_is_stored() {
    let there = profile("teacher", ProfileRole::Teacher);
    let full = ProfilePatch {
        name: given(json!("Grace")),
        email: given(json!("grace@example.com")),
        bio: given(json!("")),
        topics: topics(&["Compilers", "Algebra", "Compilers"]),
        photo_url: given(json!("https://example.com/grace.png")),
        time_zone: given(json!("america/new_york")),
        ..patch(ProfileRole::Teacher)
    };
    let saved = save_profile(Some(&there), &full, now()).unwrap();
    assert_eq!(saved.email.as_deref(), Some("grace@example.com"));
    assert_eq!(saved.bio.as_deref(), Some(""), "no text is one, too");
    assert_eq!(
        saved.topics,
        ["Compilers", "Algebra"],
        "in their order, each once"
    );
    assert_eq!(
        saved.photo_url.as_deref(),
        Some("https://example.com/grace.png")
    );
    assert_eq!(
        saved.time_zone.as_deref(),
        Some("America/New_York"),
        "as IANA writes it"
    );
}

#[test]
fn a_role_stands_once_there_are_bookings() {
    let free = profile("teacher", ProfileRole::Teacher);
    let held = Profile {
        has_bookings: true,
        ..free.clone()
    };
    let role = |current: &Profile, role| {
        save_profile(Some(current), &patch(role), now()).map(|saved| saved.role)
    };
    assert_eq!(role(&free, ProfileRole::Student), Ok(ProfileRole::Student));
    assert_eq!(role(&held, ProfileRole::Student), Err(Refusal::RoleFixed));
    assert_eq!(role(&held, ProfileRole::Teacher), Ok(ProfileRole::Teacher));
}

#[test]
fn topics_have_at_most_40_different_words() {
    let saved = |topics| {
        save_profile(None, &ProfilePatch { topics, ..named() }, now())
            .map(|saved| saved.topics.len())
    };
    let words = |from: usize, to: usize| {
        (from..to)
            .map(|n| format!("w{n}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (one, two) = (words(0, 14), words(14, 28));
    assert_eq!(saved(topics(&[&one, &two, &words(28, 40)])), Ok(3));
    assert_eq!(
        saved(topics(&[&one, &two, &words(28, 41)])),
        Err(Refusal::TooManyWords)
    );
    // The same word in another case or with an accent is no other word.
    assert_eq!(
        saved(topics(&[&one, &two, &words(28, 40), "W0 w1 Ẃ2"])),
        Ok(4)
    );
}

#[test]
fn a_profile_is_listed_under_each_word_of_its_topics() {
    let teacher = Profile {
        topics: vec![
            "Applied Maths".to_owned(),
            "École".to_owned(),
            "applied".to_owned(),
        ],
        rating_sum: 9,
        rating_count: 2,
        ..profile("teacher", ProfileRole::Teacher)
    };
    let listed = teacher.topics_to_index();
    assert_eq!(
        listed
            .iter()
            .map(|entry| entry.word.as_str())
            .collect::<Vec<_>>(),
        ["applied", "ecole", "maths"]
    );
    assert!(
        listed
            .iter()
            .all(|entry| entry.words == ["applied", "ecole", "maths"])
    );
    assert!(
        listed
            .iter()
            .all(|entry| entry.rating_hundredths == Some(450))
    );
    let student = Profile {
        role: ProfileRole::Student,
        ..teacher
    };
    assert_eq!(student.topics_to_index(), []);
}

#[test]
fn a_rating_is_the_mean_to_two_decimals() {
    let rating = |sum, count| {
        Profile {
            rating_sum: sum,
            rating_count: count,
            ..profile("teacher", ProfileRole::Teacher)
        }
        .rating_hundredths()
    };
    let cases = [
        (0, 0, None),
        (5, 1, Some(500)),
        (1, 1, Some(100)),
        (9, 2, Some(450)),
        (14, 3, Some(467)),
        (13, 3, Some(433)),
        (17, 8, Some(213)),
        (5_000_000_000, 1_000_000_000, Some(500)),
    ];
    for (sum, count, expected) in cases {
        assert_eq!(rating(sum, count), expected, "{sum} of {count}");
    }
}
