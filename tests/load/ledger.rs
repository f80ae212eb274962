use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use futures::{StreamExt as _, stream};
use serde_json::Value;
use tests::{App, Caller, Person, until};

/// Fields that change by the clock alone.
const CLOCKS: [&str; 4] = [
    "time_until_start_seconds",
    "time_remaining_seconds",
    "session_status",
    "can_join_session",
];

/// What was promised, by what answers said.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    things: Vec<Thing>,
    calendars: Vec<Calendar>,
    events: Vec<Event>,
    errands: BTreeMap<&'static str, usize>,
    complaints: Vec<String>,
}

/// A thing as it was last shown.
#[derive(Clone)]
struct Thing {
    caller: Caller,
    path: String,
    /// `None` when it is gone.
    shown: Option<Value>,
}

/// A teacher, and the times that are taken: start, end and whether it is
/// booked, of every slot.
#[derive(Clone)]
struct Calendar {
    teacher: Person,
    slots: Vec<(String, String, bool)>,
}

/// What has to be on the bus, once.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Event {
    source: &'static str,
    detail_type: &'static str,
    /// What it tells of.
    id: String,
}

impl Ledger {
    /// Something is as this caller sees it there now.
    pub(crate) async fn keep(&self, caller: &Caller, path: &str) {
        let answer = caller.get(path).await;
        let shown = match answer.status() {
            404 => None,
            _ => Some(without_clocks(answer.expect(200).json())),
        };
        self.write(|entries| {
            entries.things.push(Thing {
                caller: caller.clone(),
                path: path.to_owned(),
                shown,
            });
        });
    }

    /// A teacher's slots are these.
    pub(crate) fn keep_slots(&self, teacher: &Person, slots: &[(&str, &str, bool)]) {
        let slot = |(from, to, booked): &(&str, &str, bool)| {
            (tests::tomorrow_at(from), tests::tomorrow_at(to), *booked)
        };
        let slots = slots.iter().map(slot).collect();
        let teacher = teacher.clone();
        self.write(|entries| entries.calendars.push(Calendar { teacher, slots }));
    }

    /// An event is to be published.
    pub(crate) fn keep_event(&self, source: &'static str, detail_type: &'static str, id: &str) {
        let id = id.to_owned();
        self.write(|entries| {
            entries.events.push(Event {
                source,
                detail_type,
                id,
            });
        });
    }

    pub(crate) fn complain(&self, complaint: String) {
        self.write(|entries| entries.complaints.push(complaint));
    }

    pub(crate) fn count(&self, errand: &'static str) {
        self.write(|entries| *entries.errands.entry(errand).or_default() += 1);
    }

    pub(crate) fn complaints(&self) -> Vec<String> {
        self.read(|entries| entries.complaints.clone())
    }

    pub(crate) fn errands(&self) -> BTreeMap<&'static str, usize> {
        self.read(|entries| entries.errands.clone())
    }

    /// How many things, calendars and events are kept.
    pub(crate) fn sizes(&self) -> [usize; 3] {
        self.read(|entries| {
            [
                entries.things.len(),
                entries.calendars.len(),
                entries.events.len(),
            ]
        })
    }

    /// Looks at everything again.
    pub(crate) async fn check(&self, app: &App) {
        let (things, calendars) =
            self.read(|entries| (entries.things.clone(), entries.calendars.clone()));
        stream::iter(things)
            .for_each_concurrent(16, async |thing| {
                let answer = thing.caller.get(&thing.path).await;
                let found = match answer.status() {
                    200 => Some(without_clocks(answer.json())),
                    404 => None,
                    _ => return self.complain(answer.to_string()),
                };
                if found != thing.shown {
                    let Thing { path, shown, .. } = thing;
                    self.complain(format!("{path} was {shown:?}, is {found:?}"));
                }
            })
            .await;
        stream::iter(calendars)
            .for_each_concurrent(16, async |calendar| {
                let found = calendar.teacher.slots().await;
                if found != calendar.slots {
                    let Calendar { teacher, slots } = calendar;
                    let id = &teacher.id;
                    self.complain(format!("slots of {id} are {found:?}, not {slots:?}"));
                }
            })
            .await;
        self.check_events(app).await;
        for letter in app.dead_letters().await {
            self.complain(format!("a dead letter: {letter}"));
        }
    }

    async fn check_events(&self, app: &App) {
        let wanted = self.read(|entries| entries.events.clone());
        let mut counted = BTreeMap::<Event, usize>::new();
        for source in [
            "sessions.tutoring",
            tests::SOURCE,
            tests::APPOINTMENTS_SOURCE,
            tests::LIVE_SOURCE,
        ] {
            let of_source: Vec<_> = wanted
                .iter()
                .filter(|event| event.source == source)
                .collect();
            let enough = of_source.len();
            let published = until(&format!("{enough} events of {source}"), async || {
                let published = app.bus_events(source).await;
                (published.len() >= enough).then_some(published)
            })
            .await;
            let mut told = BTreeMap::<(&str, &str), usize>::new();
            for envelope in &published {
                let detail_type = envelope["detail-type"].as_str().expect("a type");
                let mut texts = BTreeSet::new();
                texts_in(&envelope["detail"], &mut texts);
                for text in texts {
                    *told.entry((detail_type, text)).or_default() += 1;
                }
            }
            for event in of_source {
                let times = told.get(&(event.detail_type, event.id.as_str()));
                counted.insert(event.clone(), times.copied().unwrap_or_default());
            }
        }
        for (event, times) in counted.into_iter().filter(|(_, times)| *times != 1) {
            self.complain(format!("{event:?} was published {times} times"));
        }
    }

    fn write(&self, change: impl FnOnce(&mut Entries)) {
        change(&mut self.0.lock().expect("nobody panics with it"));
    }

    fn read<T>(&self, look: impl FnOnce(&Entries) -> T) -> T {
        look(&self.0.lock().expect("nobody panics with it"))
    }
}

/// All texts in a value.
fn texts_in<'a>(value: &'a Value, texts: &mut BTreeSet<&'a str>) {
    match value {
        Value::String(text) => _ = texts.insert(text),
        Value::Array(values) => values.iter().for_each(|value| texts_in(value, texts)),
        Value::Object(fields) => fields.values().for_each(|value| texts_in(value, texts)),
        _ => {}
    }
}

/// Without what changes by the clock alone.
fn without_clocks(mut shown: Value) -> Value {
    if let Some(fields) = shown.as_object_mut() {
        for name in CLOCKS {
            fields.shift_remove(name);
        }
    }
    shown
}
