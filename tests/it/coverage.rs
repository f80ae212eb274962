//! Fails when a route of `template.yaml` lacks its tests.
//!
//! Each file under `tests/routes` that begins with `//! POST /bookings` holds
//! the tests of that operation, as `docs/openapi.json` names it. Among them one
//! must see it succeed, one refuse a missing token, one refuse a caller, and
//! one refuse bad input; what an operation does not have stands in a list here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use http::Method;
use serde_json::{Value, json};
use tests::App;

/// Need no token.
pub(crate) const PUBLIC: [&str; 5] = [
    "GET /health",
    "GET /api/video/doctors/{doctor_id}/availability",
    "GET /live/sessions/{name}",
    "GET /live/scheduled-sessions",
    "GET /live/scheduled-sessions/{id}",
];

/// Any valid token will do, so nobody is refused.
const FOR_EVERYBODY: [&str; 5] = [
    "GET /profiles",
    "GET /availability",
    "GET /search/teachers",
    "POST /presigned-url",
    "POST /live/sessions/{name}/token",
];

/// Take nothing but an id in the path, and a malformed one is an unknown one.
const WITHOUT_INPUT: [&str; 22] = [
    "GET /health",
    "GET /bookings/{booking_id}",
    "GET /bookings/{booking_id}/session",
    "GET /sessions/{id}",
    "GET /meetings/{session_id}",
    "DELETE /availability/{id}",
    "GET /api/video/sessions/{session_id}",
    "POST /api/video/sessions/{session_id}/leave",
    "GET /api/appointments/{id}",
    "GET /api/appointments/video-token/{id}",
    "GET /api/appointments/video-token-refresh/{id}",
    "GET /api/appointments/video-status/{id}",
    "GET /api/v1/sessions/{id}",
    "PUT /api/v1/sessions/{id}/toggle-status",
    "DELETE /api/v1/sessions/{id}",
    "GET /live/sessions/{name}",
    "DELETE /live/sessions/{name}",
    "POST /live/sessions/{name}/start-recording",
    "POST /live/sessions/{name}/stop-recording",
    "GET /live/sessions/{name}/recording",
    "GET /live/scheduled-sessions/{id}",
    "DELETE /live/scheduled-sessions/{id}",
];

/// The text with which a test asserts each case.
const SUCCESS: &[&str] = &[".expect(200)", ".expect(201)"];
const UNAUTHORIZED: &[&str] = &[
    "assert_refused(401)",
    "assert_detailed(401)",
    "assert_link_error(401,",
    "assert_live_error(401,",
];
const FORBIDDEN: &[&str] = &[
    "assert_refused(403)",
    "assert_detailed(403)",
    "assert_detail(403,",
    "assert_link_error(403,",
    "assert_live_error(403,",
    "assert_live_message(403,",
];
const BAD_INPUT: &[&str] = &[
    "assert_error(400",
    "assert_refused(400)",
    "assert_wrong_fields(",
    "assert_wrong_names(",
    "assert_link_error(400,",
    "assert_live_error(400,",
    "assert_live_message(400,",
];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// `POST /bookings` and so on, from `docs/openapi.json`.
pub(crate) fn operations() -> BTreeSet<String> {
    let document: Value = serde_json::from_str(&read("docs/openapi.json")).expect("JSON");
    let methods = ["get", "post", "put", "patch", "delete"];
    let mut operations = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let here = methods.iter().filter(|method| item.get(**method).is_some());
        operations.extend(here.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    assert!(
        !operations.is_empty(),
        "docs/openapi.json names no operation"
    );
    operations
}

/// The paths that `template.yaml` gives to functions. What is greedy is there
/// for the same paths with a slash at the end.
fn template_paths() -> BTreeSet<String> {
    let template: serde_yaml_ng::Value =
        serde_yaml_ng::from_str(&read("template.yaml")).expect("YAML");
    let mut paths = BTreeSet::new();
    for (_, resource) in template["Resources"].as_mapping().expect("resources") {
        for (_, event) in resource["Properties"]["Events"]
            .as_mapping()
            .into_iter()
            .flatten()
        {
            let path = event["Properties"]["Path"].as_str();
            paths.extend(path.filter(|path| !path.contains("+}")).map(str::to_owned));
        }
    }
    paths
}

/// The tests of each operation, as source text.
fn tests_by_operation() -> BTreeMap<String, Vec<String>> {
    let mut tests: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let routes = Path::new(env!("CARGO_MANIFEST_DIR")).join("routes");
    for context in fs::read_dir(routes)
        .expect("tests/routes")
        .map(|entry| entry.expect("an entry").path())
    {
        for file in fs::read_dir(&context)
            .into_iter()
            .flatten()
            .map(|entry| entry.expect("an entry").path())
        {
            let source = fs::read_to_string(&file).expect("source");
            let title = source
                .lines()
                .next()
                .unwrap_or_default()
                .strip_prefix("//! ")
                .unwrap_or_default();
            let operation = title.split(" (").next().unwrap_or_default();
            if operation.split_once(" /").is_some() {
                assert_is_module(&context, &file);
                let cases = source.split("#[tokio::test]").skip(1).map(str::to_owned);
                tests.entry(operation.to_owned()).or_default().extend(cases);
            }
        }
    }
    tests
}

/// A file that no `mod` names is not compiled.
fn assert_is_module(context: &Path, file: &Path) {
    let modules = fs::read_to_string(context.join("mod.rs")).expect("mod.rs");
    let name = file
        .file_stem()
        .and_then(|name| name.to_str())
        .expect("a name");
    assert!(
        modules.contains(&format!("mod {name};")),
        "{} is no module",
        file.display()
    );
}

#[test]
fn every_operation_has_its_four_cases() {
    let tests = tests_by_operation();
    let mut missing = Vec::new();
    for operation in operations() {
        let cases = tests.get(&operation).map(Vec::as_slice).unwrap_or_default();
        let is = |list: &[&str]| list.contains(&operation.as_str());
        for (needed, case, texts) in [
            (true, "a success", SUCCESS),
            (!is(&PUBLIC), "a 401", UNAUTHORIZED),
            (!is(&PUBLIC) && !is(&FOR_EVERYBODY), "a 403", FORBIDDEN),
            (!is(&WITHOUT_INPUT), "a bad input", BAD_INPUT),
        ] {
            let shown = cases
                .iter()
                .any(|test| texts.iter().any(|text| test.contains(text)));
            if needed && !shown {
                missing.push(format!("{operation}: {case}"));
            }
        }
    }
    assert!(missing.is_empty(), "no test shows\n{}", missing.join("\n"));
}

#[test]
fn nothing_is_tested_or_listed_that_is_not_there() {
    let operations = operations();
    let tested = tests_by_operation().into_keys();
    let listed = PUBLIC
        .iter()
        .chain(&FOR_EVERYBODY)
        .chain(&WITHOUT_INPUT)
        .map(|operation| (*operation).to_owned());
    for operation in tested.chain(listed) {
        assert!(
            operations.contains(&operation),
            "docs/openapi.json has no {operation}"
        );
    }
}

#[test]
fn the_template_and_the_api_description_name_the_same_paths() {
    let described: BTreeSet<_> = operations()
        .iter()
        .filter_map(|operation| operation.split_once(' '))
        .map(|(_, path)| path.to_owned())
        .collect();
    assert_eq!(template_paths(), described);
}

#[tokio::test]
async fn the_api_description_is_not_stale() {
    let checked_in = read("docs/openapi.json");
    let described = local::openapi().to_pretty_json().expect("JSON");
    assert!(
        described == checked_in.trim_end(),
        "docs/openapi.json is not what the code says: cargo run -- openapi > docs/openapi.json"
    );
    let app = App::shared().await;
    let served = app.anonymous().get("/openapi.json").await.expect(200);
    assert_eq!(served.bytes(), checked_in.as_bytes());
}

/// Mechanical, so that a new operation cannot be forgotten.
#[tokio::test]
async fn every_operation_but_the_public_ones_needs_a_token() {
    let app = App::shared().await;
    for operation in operations() {
        let (method, path) = operation.split_once(' ').expect("a method and a path");
        let path: Vec<_> = path
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect();
        let method: Method = method.parse().expect("a method");
        for (caller, has_token) in [(app.anonymous(), false), (app.with_token("nonsense"), true)] {
            let answer = caller
                .call(method.clone(), &path.join("/"))
                .json(&json!({}))
                .await;
            match (operation.as_str(), has_token) {
                // Looks at no token.
                ("GET /health", _) => drop(answer.expect(200)),
                // It may be empty, but is there.
                ("GET /live/scheduled-sessions", false) => drop(answer.expect(200)),
                // Nothing is there by that name; a token must be valid.
                (public, false) if PUBLIC.contains(&public) => match public.contains(" /live/") {
                    true => answer.assert_live_error(404, ""),
                    false => answer.assert_detailed(404),
                },
                (other, _)
                    if [" /api/video/", " /api/appointments"]
                        .iter()
                        .any(|base| other.contains(base)) =>
                {
                    answer.assert_detailed(401);
                }
                (other, _) if other.contains(" /api/v1/") => answer.assert_link_error(401, ""),
                (other, _) if other.contains(" /live/") => answer.assert_live_error(401, ""),
                _ => answer.assert_refused(401),
            }
        }
    }
}
