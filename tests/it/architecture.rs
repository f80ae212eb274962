//! Dependencies point down: functions, contexts, what all contexts share.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// The crates of `shared/` that hold one API's rules each.
const CONTEXTS: [&str; 5] = [
    "tutoring",
    "meeting-links",
    "appointments",
    "consultations",
    "live",
];

/// The folder of the workspace that a crate lives in, and what it imports.
struct Member {
    folder: String,
    imports: BTreeSet<String>,
}

/// The workspace's crates by name.
fn members() -> BTreeMap<String, Member> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .join("Cargo.toml");
    let metadata = MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .expect("cargo metadata");
    let member = |package: &cargo_metadata::Package| {
        let path = package
            .manifest_path
            .strip_prefix(&metadata.workspace_root)
            .expect("a member's path");
        let folder = path.iter().next().expect("a folder").to_owned();
        let normal = package
            .dependencies
            .iter()
            .filter(|import| import.kind == DependencyKind::Normal);
        (
            package.name.to_string(),
            Member {
                folder,
                imports: normal.map(|import| import.name.clone()).collect(),
            },
        )
    };
    metadata.packages.iter().map(member).collect()
}

/// All that a crate imports, through the workspace's crates too.
fn reach(members: &BTreeMap<String, Member>, name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![name.to_owned()];
    while let Some(name) = left.pop() {
        for import in members
            .get(&name)
            .map(|member| &member.imports)
            .into_iter()
            .flatten()
        {
            if found.insert(import.clone()) {
                left.push(import.clone());
            }
        }
    }
    found
}

#[test]
fn contexts_know_neither_http_servers_nor_lambda_nor_each_other() {
    let members = members();
    let contexts: Vec<_> = CONTEXTS
        .iter()
        .filter(|name| is_in(&members, name, "shared"))
        .collect();
    assert!(contexts.contains(&&"tutoring"), "no context found");
    for context in contexts {
        for import in reach(&members, context) {
            let wrong = import == "axum"
                || import.starts_with("axum-")
                || import.starts_with("lambda_")
                || CONTEXTS.contains(&import.as_str());
            assert!(!wrong, "{context} imports {import}");
        }
    }
}

#[test]
fn shared_crates_know_no_function() {
    let members = members();
    for name in members
        .keys()
        .filter(|name| is_in(&members, name, "shared"))
    {
        for import in reach(&members, name) {
            let above = ["functions", "local", "tests"]
                .iter()
                .any(|folder| is_in(&members, &import, folder));
            assert!(!above, "{name} imports {import}");
        }
    }
}

#[test]
fn what_contexts_share_knows_no_context() {
    let members = members();
    let is_context = |name: &str| CONTEXTS.contains(&name);
    for name in members
        .keys()
        .filter(|name| is_in(&members, name, "shared") && !is_context(name))
    {
        let import = reach(&members, name)
            .into_iter()
            .find(|import| is_context(import));
        assert_eq!(import, None, "imported by {name}");
    }
}

#[test]
fn functions_do_not_know_each_other() {
    let members = members();
    for name in members
        .keys()
        .filter(|name| is_in(&members, name, "functions"))
    {
        for import in reach(&members, name) {
            let beside = ["functions", "local", "tests"]
                .iter()
                .any(|folder| is_in(&members, &import, folder));
            assert!(!beside, "{name} imports {import}");
        }
    }
}

fn is_in(members: &BTreeMap<String, Member>, name: &str, folder: &str) -> bool {
    members
        .get(name)
        .is_some_and(|member| member.folder == folder)
}
