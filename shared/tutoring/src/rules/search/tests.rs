use proptest::prelude::*;

use super::*;
use crate::fixtures::profile;
use crate::model::{Profile, ProfileRole, words_of};

fn teacher(id: &str, topics: &[&str], ratings: &[u64]) -> Profile {
    Profile {
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        rating_sum: ratings.iter().sum(),
        rating_count: ratings.len() as u64,
        ..profile(id, ProfileRole::Teacher)
    }
}

/// All that the index lists, in its order.
fn listed(teachers: &[Profile]) -> Vec<TeacherTopic> {
    let mut all: Vec<_> = teachers.iter().flat_map(Profile::topics_to_index).collect();
    all.sort_by(|a, b| (&a.word, &a.user_id).cmp(&(&b.word, &b.user_id)));
    all
}

/// What the store reads of it for a query: what begins like its longest word.
fn read(teachers: &[Profile], wanted: &BTreeSet<String>) -> Vec<TeacherTopic> {
    let longest = wanted
        .iter()
        .max_by_key(|word| word.chars().count())
        .unwrap();
    listed(teachers)
        .into_iter()
        .filter(|entry| entry.word.starts_with(longest.as_str()))
        .collect()
}

fn found(teachers: &[Profile], query: &str) -> Vec<String> {
    let wanted = words_of(query);
    let page = find_teachers(read(teachers, &wanted), &wanted, None, 100);
    page.teachers
        .iter()
        .map(|teacher| teacher.user_id.to_string())
        .collect()
}

#[test]
fn words_and_their_beginnings_match_without_case_and_accents() {
    let teachers = [
        teacher("a", &["Mathematics"], &[]),
        teacher("b", &["Applied Maths"], &[]),
        teacher("c", &["École de danse"], &[]),
        teacher("d", &["Aftermath"], &[]),
        teacher("e", &["C++", "C#"], &[]),
        teacher("f", &["Straße", "ﬁne arts"], &[]),
        teacher("g", &["数学"], &[]),
        teacher("h", &["Οδός"], &[]),
    ];
    let cases: [(&str, &[&str]); 18] = [
        ("math", &["a", "b"]),
        ("MATH", &["a", "b"]),
        ("mathematics", &["a"]),
        ("maths applied", &["b"]),
        ("app mat", &["b"]),
        ("mathematics applied", &[]),
        ("ecole", &["c"]),
        ("ÉCOLE", &["c"]),
        ("École", &["c"]),
        ("de", &["c"]),
        ("c", &["e"]),
        ("strass", &["f"]),
        ("STRASSE", &["f"]),
        ("οδος", &["h"]),
        ("ΟΔΟΣ", &["h"]),
        ("straß", &["f"]),
        ("fine", &["f"]),
        ("数", &["g"]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&teachers, query), expected, "{query}");
    }
}

#[test]
fn the_best_rated_come_first_and_the_unrated_last() {
    let teachers = [
        teacher("unrated", &["Chess"], &[]),
        teacher("worst", &["Chess"], &[1]),
        teacher("best", &["Chess"], &[5]),
        teacher("often", &["Chess"], &[5, 5]),
        teacher("b", &["Chess"], &[4]),
        teacher("a", &["Chess", "Chess openings"], &[4]),
    ];
    assert_eq!(
        found(&teachers, "chess"),
        ["often", "best", "a", "b", "worst", "unrated"]
    );
}

#[test]
fn words_without_letters_or_digits_are_none() {
    for text in ["", " ", "!?", "\u{301}", "---", "\u{0}"] {
        assert_eq!(words_of(text), BTreeSet::new(), "{text:?}");
    }
    assert_eq!(
        words_of("  C++ / C# -- 2nd  "),
        ["2nd", "c"].map(str::to_owned).into()
    );
}

fn teachers() -> impl Strategy<Value = Vec<Profile>> {
    let words = [
        "maths",
        "mathematics",
        "music",
        "mu",
        "École",
        "ecole",
        "Art",
        "arts",
        "Über",
    ];
    let topics = prop::collection::vec(prop::sample::subsequence(words.to_vec(), 1..=3), 0..3);
    let one = (topics, prop::collection::vec(1..=5_u64, 0..4));
    prop::collection::vec(one, 0..30).prop_map(|all| {
        let made = all.iter().enumerate().map(|(n, (topics, ratings))| {
            let topics: Vec<String> = topics.iter().map(|words| words.join(" ")).collect();
            teacher(
                &format!("t{n}"),
                &topics.iter().map(String::as_str).collect::<Vec<_>>(),
                ratings,
            )
        });
        made.collect()
    })
}

/// Filtered and sorted the plain way.
fn plain(teachers: &[Profile], wanted: &BTreeSet<String>) -> Vec<String> {
    let has = |teacher: &Profile, word: &str| {
        teacher
            .topics
            .iter()
            .flat_map(|topic| words_of(topic))
            .any(|own| own.starts_with(word))
    };
    let mut matching: Vec<&Profile> = teachers
        .iter()
        .filter(|teacher| wanted.iter().all(|word| has(teacher, word)))
        .collect();
    matching.sort_by(|a, b| {
        let rating = |profile: &Profile| profile.rating_hundredths().unwrap_or(0);
        (rating(b), b.rating_count)
            .cmp(&(rating(a), a.rating_count))
            .then(a.user_id.cmp(&b.user_id))
    });
    matching
        .iter()
        .map(|teacher| teacher.user_id.to_string())
        .collect()
}

proptest! {
    #[test]
    fn search_is_a_filter_and_a_sort_and_pages_show_everything_once(
        teachers in teachers(),
        query in prop::sample::select(vec!["m", "math", "mu", "ecole", "art", "math mu", "ar ec m", "u", "x", "a maths"]),
        limit in 1..7_usize,
    ) {
        let wanted = words_of(query);
        let expected = plain(&teachers, &wanted);
        prop_assert_eq!(&found(&teachers, query), &expected);
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let page = find_teachers(read(&teachers, &wanted), &wanted, after.as_ref(), limit);
            prop_assert!(page.teachers.len() <= limit);
            walked.extend(page.teachers.iter().map(|teacher| teacher.user_id.to_string()));
            let Some(next) = page.next else { break };
            prop_assert_eq!(page.teachers.len(), limit);
            // It goes to the client and comes back.
            after = serde_json::from_value(serde_json::to_value(next).unwrap()).unwrap();
        }
        prop_assert_eq!(walked, expected);
    }

    #[test]
    fn any_text_has_words_that_are_plain_and_stay_themselves(text in any::<String>()) {
        for word in words_of(&text) {
            prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{:?}", word);
            prop_assert_eq!(words_of(&word), BTreeSet::from([word.clone()]));
        }
    }

    #[test]
    fn case_and_composition_do_not_matter(text in "[a-zA-ZäöüßÄÖÜẞéÉèçñÅøαβγσςάέΣΩбвдБВДіІѝﬁ ]{0,40}") {
        use unicode_normalization::UnicodeNormalization;
        let (composed, apart): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(words_of(&composed), words_of(&apart));
        prop_assert_eq!(words_of(&text.to_uppercase()), words_of(&text.to_lowercase()));
    }
}
