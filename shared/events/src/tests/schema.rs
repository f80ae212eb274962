use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::Value;

use crate::{Outgoing, appointment, consultation, live, tutoring};

/// A file of `schemas/`, ready to judge.
pub(super) struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    pub(super) fn read(name: &str) -> Self {
        let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        compiler
            .add_resource("urn:test", serde_json::from_str(&text).unwrap())
            .unwrap();
        let mut schemas = Schemas::new();
        let index = compiler.compile("urn:test", &mut schemas).unwrap();
        Self { schemas, index }
    }

    pub(super) fn allows(&self, detail: &Value) -> bool {
        self.schemas.validate(detail, self.index).is_ok()
    }

    #[track_caller]
    pub(super) fn must_allow(&self, detail: &Value) {
        if let Err(error) = self.schemas.validate(detail, self.index) {
            panic!("{detail:#} {error:#}");
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

pub(super) fn detail(outgoing: &Outgoing) -> Value {
    serde_json::from_str(&outgoing.detail).unwrap()
}

/// An event as a function is invoked with it.
pub(super) fn invocation(file: &str) -> Value {
    let events = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../events");
    serde_json::from_str(&fs::read_to_string(events.join(file)).unwrap()).unwrap()
}

/// Every detail with one of its fields left out, at the top or in `data`, and
/// with one more.
pub(super) fn spoilt(detail: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for at in ["", "/data"] {
        let Some(fields) = detail.pointer(at).and_then(Value::as_object) else {
            continue;
        };
        for name in fields.keys() {
            let mut less = detail.clone();
            let fields = less.pointer_mut(at).unwrap().as_object_mut().unwrap();
            fields.remove(name);
            all.push(less);
        }
        let mut more = detail.clone();
        more.pointer_mut(at).unwrap()["more"] = 1.into();
        all.push(more);
    }
    all
}

#[test]
fn every_schema_says_what_it_is_and_every_event_has_one() {
    let mut expected: BTreeSet<String> = [
        "tutoring.event",
        "appointment.published",
        "video.consultation.event",
        "video.consultation.completed",
        "live.session",
        "live.recording",
        "live.scheduled",
    ]
    .map(str::to_owned)
    .into();
    expected.extend(appointment::Kind::ALL.map(|kind| kind.detail_type().to_owned()));
    let files = fs::read_dir(folder()).unwrap();
    let names: BTreeSet<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .map(|name| name.trim_end_matches(".json").to_owned())
        .collect();
    assert_eq!(names, expected);
    for name in names {
        Schema::read(&name);
        let schema = raw(&name);
        assert_eq!(schema["$id"], format!("urn:sessions:events:{name}"));
        assert!(schema["description"].is_string());
    }
}

#[test]
fn the_schemas_name_all_detail_types() {
    let listed = |name: &str| raw(name)["properties"]["event_type"]["enum"].clone();
    let tutoring = tutoring::EventType::ALL.map(tutoring::EventType::detail_type);
    assert_eq!(listed("tutoring.event"), serde_json::json!(tutoring));
    let audit: Vec<&str> = consultation::EventType::ALL
        .into_iter()
        .filter(|what| *what != consultation::EventType::SessionCompleted)
        .map(consultation::EventType::detail_type)
        .collect();
    assert_eq!(listed("video.consultation.event"), serde_json::json!(audit));
    let sessions = live::SessionEvent::ALL.map(live::SessionEvent::detail_type);
    assert_eq!(listed("live.session"), serde_json::json!(sessions));
    let recordings = live::RecordingEvent::ALL.map(live::RecordingEvent::detail_type);
    assert_eq!(listed("live.recording"), serde_json::json!(recordings));
    let scheduled = live::ScheduledEvent::ALL.map(live::ScheduledEvent::detail_type);
    assert_eq!(listed("live.scheduled"), serde_json::json!(scheduled));
}

fn raw(name: &str) -> Value {
    let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}
