//! `cargo lambda watch` finds its routes in the root manifest: they are those
//! of `template.yaml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cargo_metadata::MetadataCommand;
use serde_yaml_ng::Value;

/// Which function answers each path in the template, as the watcher can have
/// it: it takes no greedy route beside a parameter. Those lead paths with a
/// slash at the end to their functions, which have a route each here.
fn deployed() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../template.yaml");
    let text = fs::read_to_string(path).expect("the template");
    let template: Value = serde_yaml_ng::from_str(&text).expect("YAML");
    let mut routes = BTreeMap::new();
    for (_, resource) in template["Resources"].as_mapping().expect("resources") {
        let function = &resource["Metadata"]["BuildProperties"]["Binary"];
        let events = resource["Properties"]["Events"].as_mapping();
        for (_, event) in events.into_iter().flatten() {
            if event["Type"] != "HttpApi" {
                continue;
            }
            let function = function.as_str().expect("a binary");
            let mut lead = |path: String| {
                let before = routes.insert(path, function.to_owned());
                assert_eq!(before, None, "one function for each path");
            };
            match event["Properties"]["Path"].as_str() {
                Some(path) if path.ends_with("{proxy+}") => {}
                Some(path) => {
                    lead(path.to_owned());
                    lead(format!("{path}/"));
                }
                // `$default`.
                None => lead("/{*proxy}".to_owned()),
            }
        }
    }
    routes
}

#[test]
fn the_watcher_has_the_templates_routes() {
    let metadata = MetadataCommand::new().no_deps().exec().expect("metadata");
    let router = &metadata.workspace_metadata["lambda"]["watch"]["router"];
    let watched: BTreeMap<String, String> = router
        .as_object()
        .expect("[workspace.metadata.lambda.watch.router]")
        .iter()
        .map(|(path, function)| (path.clone(), function.as_str().expect("a name").to_owned()))
        .collect();
    assert_eq!(watched, deployed());
}
