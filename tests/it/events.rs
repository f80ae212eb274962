//! The events in `events/<function>/` are what AWS sends. Each reaches its
//! endpoint or consumer.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::App;

/// The key that the tokens in the events are signed with: the local default.
const LOCAL_SECRET: &str = "local-only-secret-local-only-secret";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.to_str().expect("a name").to_owned()
        })
        .collect()
}

#[tokio::test]
async fn every_event_reaches_its_endpoint() {
    let app = App::start_with(&[("JWT_SECRET", LOCAL_SECRET)]).await;
    for function in names_in(&root().join("events")) {
        let folder = root().join("events").join(&function);
        for file in names_in(&folder) {
            let text = fs::read_to_string(folder.join(&file)).expect("an event");
            let event: Value = serde_json::from_str(&text).expect("JSON");
            let path = format!("/_local/functions/{function}/invoke");
            let answer = app.anonymous().post(&path, event).await.expect(200).json();
            assert!(
                reached(&answer),
                "{function}/{file} was not taken: {answer}"
            );
        }
    }
}

/// Whether an endpoint answered, or a consumer took all of its batch.
fn reached(answer: &Value) -> bool {
    match answer["statusCode"].as_u64() {
        Some(status) => {
            let body = answer["body"].as_str().expect("a body");
            matches!(status, 200 | 201 | 404) && !body.contains("nothing at this path")
        }
        None => answer["batchItemFailures"]
            .as_array()
            .is_none_or(Vec::is_empty),
    }
}
