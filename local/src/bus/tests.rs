use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::error::ProvideErrorMetadata;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use runtime::EventHandler;
use serde_json::{Value, json};

use super::{Bus, Happened};
use crate::clock::MovableClock;
use crate::deliveries::{Deliveries, Invocations};
use crate::functions::Functions;
use crate::pattern::Pattern;
use crate::stop::Stopper;
use crate::store::Store;
use crate::template::{Invocation, OnBus, Rule};
use crate::testing::{base, control, start, until};

fn entry(source: &str, detail_type: &str, detail: &str) -> PutEventsRequestEntry {
    PutEventsRequestEntry::builder()
        .event_bus_name("sessions")
        .source(source)
        .detail_type(detail_type)
        .detail(detail)
        .build()
}

async fn put(client: &Client, entries: Vec<PutEventsRequestEntry>) -> Vec<Option<String>> {
    let call = client.put_events().set_entries(Some(entries));
    let answer = call.send().await.unwrap();
    let codes: Vec<Option<String>> = answer
        .entries()
        .iter()
        .map(|entry| entry.error_code().map(str::to_owned))
        .collect();
    let failed = codes.iter().flatten().count();
    assert_eq!(
        usize::try_from(answer.failed_entry_count()).unwrap(),
        failed
    );
    codes
}

#[tokio::test]
async fn what_is_put_is_listed_oldest_first() {
    let platform = start().await;
    let client = runtime::eventbridge(&base(&platform));
    let timed = PutEventsRequestEntry::builder()
        .event_bus_name("arn:aws:events:us-east-1:000000000000:event-bus/sessions")
        .source("a")
        .detail_type("one")
        .detail(r#"{"n":1}"#)
        .time(DateTime::from_secs(1_767_225_600))
        .build();
    let codes = put(&client, vec![timed, entry("b", "two", "{}")]).await;
    assert_eq!(codes, [None, None]);
    let given = json!({ "source": "a", "detail-type": "two", "detail": { "n": 3 } });
    let id = control(&platform, "POST", "/events", given).await["event_id"].clone();

    let list = async |query: &str| {
        let path = format!("/events{query}");
        control(&platform, "GET", &path, Value::Null).await["events"].clone()
    };
    let all = list("").await;
    assert_eq!(
        all.as_array()
            .unwrap()
            .iter()
            .map(|event| event["source"].as_str().unwrap())
            .collect::<Vec<_>>(),
        ["a", "b", "a"]
    );
    let mut first = all[0].clone();
    assert!(first["id"].take().is_string());
    assert_eq!(
        first,
        json!({
            "version": "0", "id": null, "detail-type": "one", "source": "a",
            "account": "000000000000", "time": "2026-01-01T00:00:00Z", "region": "us-east-1",
            "resources": [], "detail": { "n": 1 },
        })
    );
    let one = list("?source=a&detail-type=two").await;
    assert_eq!((one.as_array().unwrap().len(), &one[0]["id"]), (1, &id));
    assert_eq!(list("?detail-type=nothing").await, json!([]));
    let all = list("").await;
    assert_eq!(list("?source=&detail-type=").await, all);
    assert_eq!(
        list("?source=a&detail-type=").await,
        list("?source=a").await
    );
}

#[tokio::test]
async fn the_limits_of_a_call_and_of_an_entry() {
    let platform = start().await;
    let client = runtime::eventbridge(&base(&platform));
    let too_many = vec![entry("a", "b", "{}"); 11];
    let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(200 * 1024));
    let too_long = vec![entry("a", "b", &long); 2];
    for entries in [too_many, too_long, Vec::new()] {
        let call = client.put_events().set_entries(Some(entries));
        let refused = call.send().await.unwrap_err();
        assert_eq!(refused.code(), Some("ValidationException"));
    }
    let elsewhere = PutEventsRequestEntry::builder()
        .event_bus_name("nowhere")
        .source("a")
        .detail_type("b")
        .detail("{}");
    let entries = vec![
        entry("a", "b", "{}"),
        entry("a", "b", "no json"),
        entry("", "b", "{}"),
        entry("aws.chime", "b", "{}"),
        elsewhere.build(),
    ];
    let codes = put(&client, entries).await;
    let codes: Vec<Option<&str>> = codes.iter().map(Option::as_deref).collect();
    let refused = [
        "MalformedDetail",
        "InvalidArgument",
        "NotAuthorizedForSourceException",
        "ResourceNotFoundException",
    ];
    assert_eq!(codes[0], None);
    assert_eq!(codes[1..], refused.map(Some));
    let events = control(&platform, "GET", "/events", Value::Null).await;
    assert_eq!(events["events"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn chimes_events_are_on_the_bus() {
    let platform = start().await;
    let meeting = runtime::chime_client(&base(&platform))
        .create_meeting()
        .client_request_token("t-1")
        .external_meeting_id("m-1")
        .media_region("us-east-1");
    let made = meeting.send().await.unwrap().meeting.unwrap();
    let events = control(&platform, "GET", "/events?source=aws.chime", Value::Null).await;
    let event = &events["events"][0];
    assert_eq!(event["detail-type"], "Chime Meeting State Change");
    assert_eq!(event["detail"]["eventType"], "chime:MeetingStarted");
    assert_eq!(
        event["detail"]["meetingId"].as_str(),
        made.meeting_id.as_deref()
    );
}

/// A bus with one rule, whose function fails as long as it is told to.
struct Ruled {
    store: Store,
    bus: Bus,
    deliveries: Deliveries,
    seen: Arc<Mutex<Vec<Value>>>,
}

async fn ruled() -> Ruled {
    let platform = start().await;
    let base = base(&platform);
    let store = Store::open(None).unwrap();
    let clock = MovableClock::open(store.clone()).unwrap();
    let pattern = json!({ "detail-type": [{ "prefix": "appointment." }] });
    let rule = Rule {
        bus: OnBus::Own,
        pattern: Pattern::read(&pattern).unwrap(),
        function: "intake".to_owned(),
        input: None,
    };
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handled = seen.clone();
    let intake = EventHandler::new("intake", &base, move |call| {
        let event = call.event;
        handled.lock().unwrap().push(event.clone());
        async move {
            match event["detail"]["wrong"].as_str() {
                Some(reason) => Err(reason.into()),
                None => Ok(Value::Null),
            }
        }
    });
    let functions = Functions::of(BTreeMap::from([("intake", intake)]));
    let how = Invocation {
        timeout: Duration::from_secs(1),
        retries: 2,
        queue: Some("Poison".to_owned()),
    };
    let invocations = Invocations::new(BTreeMap::from([("intake".to_owned(), how)]));
    Ruled {
        bus: Bus::new(vec![rule], store.clone(), clock),
        deliveries: Deliveries::new(store.clone(), functions, invocations),
        store,
        seen,
    }
}

fn happened(bus: &Bus, source: &str, detail_type: &str, detail: Value) {
    let event = Happened {
        source,
        detail_type,
        detail,
    };
    bus.happened(event).unwrap();
}

#[tokio::test]
async fn rules_deliver_try_again_and_give_up() {
    let ruled = ruled().await;
    let bus = &ruled.bus;
    // Put before anybody delivers, as by a process that was killed then.
    happened(bus, "clinic", "appointment.booked", json!({ "n": 1 }));
    let stop = Stopper::new();
    tokio::spawn(ruled.deliveries.run(bus.on_put(), stop.listener()));
    happened(bus, "clinic", "other", json!({ "n": 2 }));
    happened(bus, "aws.clinic", "appointment.booked", json!({ "n": 3 }));
    let poison = json!({ "wrong": "no start time" });
    happened(bus, "clinic", "appointment.booked", poison.clone());
    let letters = || ruled.store.dead_letters().unwrap();
    until(async || !letters().is_empty()).await;
    let letter = &letters()[0];
    assert_eq!(
        (letter.queue.as_str(), letter.reason.as_str()),
        ("Poison", "no start time")
    );
    assert_eq!(letter.body["detail"], poison);
    let seen = ruled.seen.lock().unwrap().clone();
    let details = |detail: &Value| {
        seen.iter()
            .filter(|event| event["detail"] == *detail)
            .count()
    };
    assert_eq!(details(&json!({ "n": 1 })), 1);
    assert_eq!(details(&poison), 3);
    assert_eq!(seen.len(), 4);
    assert!(ruled.store.deliveries_after(0).unwrap().is_empty());
}
