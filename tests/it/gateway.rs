//! What `template.yaml` says of the gateway is what the functions say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use http::Method;
use serde_json::Value;
use serde_yaml_ng::Value as Yaml;
use tests::App;

fn read(path: &str) -> String {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).expect("a file")
}

fn lower(words: impl IntoIterator<Item = impl AsRef<str>>) -> BTreeSet<String> {
    let words = words.into_iter();
    words.map(|word| word.as_ref().to_lowercase()).collect()
}

/// The gateway answers preflights itself, and puts its own headers in place of
/// the functions'.
#[tokio::test]
async fn it_shares_answers_with_the_same_pages() {
    let template: Yaml = serde_yaml_ng::from_str(&read("template.yaml")).expect("YAML");
    let cors = &template["Resources"]["HttpApi"]["Properties"]["CorsConfiguration"];
    let listed = |name: &str| {
        let list = cors[name].as_sequence().expect("a list");
        lower(list.iter().filter_map(Yaml::as_str))
    };
    let app = App::shared().await;
    let preflight = app
        .anonymous()
        .call(Method::OPTIONS, "/bookings")
        .header("origin", "https://app.example.com")
        .header("access-control-request-method", "POST")
        .await;
    let said = |name: &str| lower(preflight.words(name));
    assert_eq!(listed("AllowMethods"), said("access-control-allow-methods"));
    assert_eq!(listed("AllowHeaders"), said("access-control-allow-headers"));
    let age = cors["MaxAge"].as_u64().map(|age| age.to_string());
    assert_eq!(age.as_deref(), preflight.header("access-control-max-age"));
    let health = app.anonymous().get("/health");
    let health = health.header("origin", "https://app.example.com").await;
    let exposed = lower(health.words("access-control-expose-headers"));
    assert_eq!(listed("ExposeHeaders"), exposed);
}

/// With the paths, which another test compares, these are all routes.
#[tokio::test]
async fn each_path_takes_the_methods_that_the_api_description_names() {
    let document: Value = serde_json::from_str(&read("docs/openapi.json")).expect("JSON");
    let methods = ["get", "post", "put", "patch", "delete"];
    let mut described = BTreeMap::new();
    let mut taken = BTreeMap::new();
    let app = App::shared().await;
    for (path, item) in document["paths"].as_object().expect("paths") {
        let here = methods.iter().filter(|method| item.get(**method).is_some());
        described.insert(path.clone(), lower(here));
        let segments = path.split('/');
        let asked: Vec<_> = segments
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect();
        let none = Method::from_bytes(b"PROPFIND").expect("a method");
        let refused = app.anonymous().call(none, &asked.join("/")).await;
        let mut allowed = lower(refused.expect(405).words("allow"));
        allowed.remove("head");
        taken.insert(path.clone(), allowed);
    }
    assert_eq!(taken, described);
}
