use serde::{Deserialize, Serialize};

use super::*;
use crate::Keys;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum No {
    First,
    Second,
}

/// What is left of a [`Lost`] that tests can compare.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Anew,
    Refused(No),
    Contended,
    Unavailable,
    Internal,
}

use Outcome::{Anew, Contended, Internal, Refused, Unavailable};

fn outcome(codes: &[Option<&str>], on_fail: Vec<OnFail<No>>) -> Outcome {
    let reason = |code: &Option<&str>| {
        CancellationReason::builder()
            .set_code(code.map(str::to_owned))
            .build()
    };
    let reasons: Vec<CancellationReason> = codes.iter().map(reason).collect();
    match lost(&reasons, on_fail) {
        Lost::Anew => Anew,
        Lost::Refused(refusal) => Refused(refusal),
        Lost::Trouble(Trouble::Contended) => Contended,
        Lost::Trouble(Trouble::Unavailable(_)) => Unavailable,
        Lost::Trouble(Trouble::Internal(_)) => Internal,
        Lost::Trouble(other) => panic!("{other}"),
    }
}

const FAILED: Option<&str> = Some("ConditionalCheckFailed");
const NONE: Option<&str> = Some("None");

/// Four writes: two that refuse, one that is judged anew, one that is contended.
fn writes() -> Vec<OnFail<No>> {
    vec![
        OnFail::Refuse(No::First),
        OnFail::Refuse(No::Second),
        OnFail::Anew,
        OnFail::Contended,
    ]
}

#[test]
fn the_position_of_what_failed_tells_what_it_means() {
    let cases = [
        ([FAILED, NONE, NONE, NONE], Refused(No::First)),
        ([NONE, FAILED, NONE, NONE], Refused(No::Second)),
        ([None, FAILED, None, None], Refused(No::Second)),
        ([NONE, NONE, FAILED, NONE], Anew),
        ([NONE, NONE, NONE, FAILED], Contended),
        ([FAILED, FAILED, NONE, NONE], Refused(No::First)),
    ];
    for (codes, expected) in cases {
        assert_eq!(outcome(&codes, writes()), expected, "{codes:?}");
    }
}

#[test]
fn a_stale_read_outweighs_a_refusal_wherever_it_stands() {
    assert_eq!(outcome(&[FAILED, NONE, FAILED, NONE], writes()), Anew);
    let stale_first = || vec![OnFail::Anew, OnFail::Refuse(No::First)];
    assert_eq!(outcome(&[FAILED, FAILED], stale_first()), Anew);
    assert_eq!(outcome(&[NONE, FAILED], stale_first()), Refused(No::First));
}

#[test]
fn a_conflict_is_judged_anew_whatever_the_write_was() {
    let conflict = Some("TransactionConflict");
    for position in 0..4 {
        let mut codes = [NONE; 4];
        codes[position] = conflict;
        assert_eq!(outcome(&codes, writes()), Anew, "{position}");
    }
    assert_eq!(
        outcome(&[FAILED, conflict, NONE, NONE], writes()),
        Anew,
        "nor is a refusal next to it believed"
    );
}

#[test]
fn throttling_is_unavailable_and_anything_else_our_fault() {
    for code in ["ThrottlingError", "ProvisionedThroughputExceeded"] {
        assert_eq!(
            outcome(&[NONE, Some(code), NONE, NONE], writes()),
            Unavailable,
            "{code}"
        );
        assert_eq!(
            outcome(&[FAILED, Some(code), NONE, NONE], writes()),
            Unavailable,
            "{code} after a refusal"
        );
    }
    for code in [
        "ValidationError",
        "ItemCollectionSizeLimitExceeded",
        "AccessDenied",
        "",
        "none",
        "New",
    ] {
        assert_eq!(
            outcome(&[NONE, Some(code), NONE, NONE], writes()),
            Internal,
            "{code:?}"
        );
    }
}

#[test]
fn reasons_that_say_nothing_are_judged_anew() {
    assert_eq!(outcome(&[], writes()), Anew);
    assert_eq!(outcome(&[NONE; 4], writes()), Anew);
    assert_eq!(outcome(&[FAILED], vec![]), Anew);
    assert_eq!(
        outcome(&[NONE, NONE, NONE, NONE, FAILED], writes()),
        Anew,
        "a reason too many"
    );
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Thing {
    name: String,
    version: u64,
}

impl Entity for Thing {
    fn keys(&self) -> Keys {
        Key::new("THING", self.name.as_str()).into()
    }
}

impl Versioned for Thing {
    fn version(&self) -> u64 {
        self.version
    }

    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

fn thing(version: u64) -> Thing {
    Thing {
        name: "one".to_owned(),
        version,
    }
}

/// Each write as DynamoDB gets it: its kind, its condition, the version it stores.
fn sent(transaction: Transaction<No>) -> Vec<(&'static str, Option<String>, Option<String>)> {
    let (writes, _) = transaction.into_writes().unwrap();
    let one = |write: Write| {
        let item = write.on("table");
        if let Some(put) = item.put() {
            let version = put
                .item()
                .get("version")
                .and_then(|value| value.as_n().ok())
                .cloned();
            (
                "put",
                put.condition_expression().map(str::to_owned),
                version,
            )
        } else if let Some(delete) = item.delete() {
            (
                "delete",
                delete.condition_expression().map(str::to_owned),
                None,
            )
        } else {
            let check = item.condition_check().unwrap();
            ("check", Some(check.condition_expression().to_owned()), None)
        }
    };
    writes.into_iter().map(one).collect()
}

#[test]
fn each_write_says_what_it_means() {
    let (absent, same) = (
        Some("attribute_not_exists(pk)".to_owned()),
        Some("#version = :version".to_owned()),
    );
    let mut transaction = Transaction::new();
    transaction.put(&thing(3));
    transaction.create(&thing(0), No::First);
    transaction.save(&thing(0));
    transaction.save(&thing(3));
    transaction.replace(&thing(3), Condition::is("version", 9));
    transaction.delete(Key::new("a", "b"));
    transaction.unchanged(Key::new("a", "b"), 0);
    transaction.unchanged(Key::new("a", "b"), 3);
    transaction.complete(None);
    let version = |version: &str| Some(version.to_owned());
    assert_eq!(
        sent(transaction),
        [
            ("put", None, version("3")),
            ("put", absent.clone(), version("0")),
            ("put", absent.clone(), version("1")),
            ("put", same.clone(), version("4")),
            ("put", same.clone(), version("3")),
            ("delete", None, None),
            ("check", absent, None),
            ("check", same, None),
        ]
    );
}

#[test]
fn what_a_failed_condition_means_is_told_by_position() {
    let mut transaction = Transaction::new();
    transaction.put(&thing(3));
    transaction.create(&thing(0), No::First);
    transaction.save(&thing(3));
    transaction.unchanged(Key::new("a", "b"), 3);
    let (writes, on_fail) = transaction.into_writes().unwrap();
    assert_eq!(writes.len(), on_fail.len());
    assert_eq!(
        outcome(&[NONE, FAILED, NONE, NONE], on_fail),
        Refused(No::First)
    );
}
