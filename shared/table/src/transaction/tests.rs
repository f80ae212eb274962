use serde::{Deserialize, Serialize};

use super::*;
use crate::Keys;

/// What is left of a [`Lost`] that tests can compare.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Anew,
    Contended,
    Unavailable,
    Internal,
}

use Outcome::{Anew, Contended, Internal, Unavailable};

fn outcome(codes: &[Option<&str>], on_fail: &[OnFail]) -> Outcome {
    let reason = |code: &Option<&str>| {
        CancellationReason::builder()
            .set_code(code.map(str::to_owned))
            .build()
    };
    let reasons: Vec<CancellationReason> = codes.iter().map(reason).collect();
    match lost(&reasons, on_fail) {
        Lost::Anew => Anew,
        Lost::Trouble(Trouble::Contended) => Contended,
        Lost::Trouble(Trouble::Unavailable(_)) => Unavailable,
        Lost::Trouble(Trouble::Internal(_)) => Internal,
        Lost::Trouble(other) => panic!("{other}"),
    }
}

const FAILED: Option<&str> = Some("ConditionalCheckFailed");
const NONE: Option<&str> = Some("None");

/// What it means that each of three writes failed.
const WRITES: [OnFail; 3] = [OnFail::Anew, OnFail::Anew, OnFail::Contended];

#[test]
fn the_position_of_what_failed_tells_what_it_means() {
    let cases = [
        ([FAILED, NONE, NONE], Anew),
        ([NONE, FAILED, NONE], Anew),
        ([None, FAILED, None], Anew),
        ([NONE, NONE, FAILED], Contended),
    ];
    for (codes, expected) in cases {
        assert_eq!(outcome(&codes, &WRITES), expected, "{codes:?}");
    }
}

#[test]
fn a_conflict_is_judged_anew_whatever_the_write_was() {
    for position in 0..WRITES.len() {
        let mut codes = [NONE; WRITES.len()];
        codes[position] = Some("TransactionConflict");
        assert_eq!(outcome(&codes, &WRITES), Anew, "{position}");
    }
}

#[test]
fn throttling_is_unavailable_and_anything_else_our_fault() {
    for code in ["ThrottlingError", "ProvisionedThroughputExceeded"] {
        let codes = [NONE, Some(code), NONE];
        assert_eq!(outcome(&codes, &WRITES), Unavailable, "{code}");
    }
    for code in [
        "ValidationError",
        "ItemCollectionSizeLimitExceeded",
        "AccessDenied",
        "",
        "none",
        "New",
    ] {
        let codes = [NONE, Some(code), NONE];
        assert_eq!(outcome(&codes, &WRITES), Internal, "{code:?}");
    }
}

#[test]
fn reasons_that_say_nothing_are_judged_anew() {
    assert_eq!(outcome(&[], &WRITES), Anew);
    assert_eq!(outcome(&[NONE; 3], &WRITES), Anew);
    assert_eq!(outcome(&[FAILED], &[]), Anew);
    let one_too_many = [NONE, NONE, NONE, FAILED];
    assert_eq!(outcome(&one_too_many, &WRITES), Anew);
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
fn sent(transaction: Transaction) -> Vec<(&'static str, Option<String>, Option<String>)> {
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
    let record = Write::put(&thing(0), Some(Condition::absent())).unwrap();
    let mut transaction = Transaction::new();
    transaction.complete(Some(record));
    transaction.save(&thing(3));
    let (writes, on_fail) = transaction.into_writes().unwrap();
    assert_eq!(writes.len(), on_fail.len());
    assert_eq!(outcome(&[FAILED, NONE], &on_fail), Contended);
    assert_eq!(outcome(&[NONE, FAILED], &on_fail), Anew);
}
