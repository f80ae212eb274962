//! What `docs/security.md` promises of the sources and the template, and that
//! every test it names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::coverage::{read, root};

/// All Rust sources under a folder, as one text.
fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("target") {
            sources(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            into.push_str(&fs::read_to_string(&path).expect("source"));
        }
    }
}

/// The last column of the review's tables names tests.
#[test]
fn every_threat_has_its_test() {
    let review = read("docs/security.md");
    let rows = review
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let mut named = BTreeSet::new();
    for row in rows.filter(|row| !row.contains("| Shown by |")) {
        let shown = row
            .trim_end_matches('|')
            .rsplit('|')
            .next()
            .unwrap_or_default();
        let tests: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "nothing shows {row}");
        named.extend(tests);
    }
    assert_are_tests("docs/security.md", named);
}

/// Whatever looks like a test's name there is one.
#[test]
fn every_promise_has_its_test() {
    let promises = read("docs/reliability.md");
    let quoted = promises.split('`').skip(1).step_by(2);
    let is_name = |text: &&str| {
        text.contains('_')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let named: BTreeSet<&str> = quoted.filter(is_name).collect();
    assert!(named.len() > 20, "{named:?}");
    assert_are_tests("docs/reliability.md", named);
}

fn assert_are_tests(document: &str, named: BTreeSet<&str>) {
    let mut source = String::new();
    for folder in ["functions", "shared", "local", "tests"] {
        sources(&root().join(folder), &mut source);
    }
    let is_there = |name: &&str| source.contains(&format!("fn {name}("));
    let missing: Vec<&str> = named.into_iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "{document} names {missing:?}");
}

/// Who could call out at all.
#[test]
fn only_providers_and_the_issuer_are_called() {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata");
    let clients = ["http-client", "hyper", "hyper-util", "reqwest", "ureq"];
    let calls = |package: &&cargo_metadata::Package| {
        package.dependencies.iter().any(|import| {
            import.kind == DependencyKind::Normal && clients.contains(&import.name.as_str())
        })
    };
    let callers: BTreeSet<&str> = metadata
        .packages
        .iter()
        .filter(calls)
        .map(|package| package.name.as_str())
        .collect();
    // The last three are no part of what is deployed.
    let expected = BTreeSet::from(["http-client", "runtime", "video", "bench", "local", "tests"]);
    assert_eq!(callers, expected);
}

#[test]
fn no_function_is_given_a_secret_that_it_does_not_use() {
    let template: serde_yaml_ng::Value =
        serde_yaml_ng::from_str(&read("template.yaml")).expect("YAML");
    let given = |secret: &str| -> BTreeSet<String> {
        let resources = template["Resources"]
            .as_mapping()
            .expect("resources")
            .iter();
        let has = |resource: &serde_yaml_ng::Value| {
            let variables = resource["Properties"]["Environment"]["Variables"].as_mapping();
            variables
                .into_iter()
                .flatten()
                .any(|(name, _)| name.as_str().is_some_and(|name| name.starts_with(secret)))
        };
        resources
            .filter(|(_, resource)| has(resource))
            .filter_map(|(_, resource)| {
                resource["Metadata"]["BuildProperties"]["Binary"]
                    .as_str()
                    .map(str::to_owned)
            })
            .collect()
    };
    let set = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(given("TWILIO_"), set(&["appointments"]));
    assert_eq!(given("DAILY_"), set(&["live-sessions", "provider-sweep"]));
    let behind_no_token = [
        "health",
        "outbox-relay",
        "consultation-intake",
        "appointment-completion",
        "chime-events",
        "consultation-sweep",
        "provider-sweep",
    ];
    assert!(
        given("JWT_SECRET").is_disjoint(&set(&behind_no_token)),
        "{:?}",
        given("JWT_SECRET")
    );
    let globals = &template["Globals"]["Function"]["Environment"]["Variables"];
    let secrets = ["JWT_SECRET", "TWILIO_", "DAILY_"];
    let given_to_all = |name: &str| secrets.iter().any(|secret| name.starts_with(secret));
    let names = globals.as_mapping().expect("variables").keys();
    let names: Vec<&str> = names.filter_map(|name| name.as_str()).collect();
    assert!(
        names.len() > 5 && !names.iter().any(|name| given_to_all(name)),
        "{names:?}"
    );
}
