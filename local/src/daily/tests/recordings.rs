use http::{Method, StatusCode};
use outcome::Trouble;
use serde_json::{Value, json};
use uuid::Uuid;
use video::daily::{RecordingStatus, Start};

use super::{NAME, advance, ask, daily, join, now, record, rooms};
use crate::testing::{call, control, start};

#[tokio::test]
async fn recordings_need_a_call_and_run_one_at_a_time() {
    let platform = start().await;
    let daily = daily(&platform);
    let instance = Uuid::new_v4();
    assert_eq!(record(&platform, instance).await.unwrap(), Start::NoRoom);
    daily.create_room(NAME).await.unwrap();
    assert_eq!(
        record(&platform, instance).await.unwrap(),
        Start::NobodyThere
    );
    join(&platform, "Ada").await;
    // The first answer has the id, the second has not.
    let mut ids = Vec::new();
    for _ in 0..2 {
        let instance = Uuid::new_v4();
        let started = record(&platform, instance).await.unwrap();
        let Start::Started {
            recording_id: Some(id),
        } = started
        else {
            panic!("{started:?}")
        };
        let another = record(&platform, Uuid::new_v4()).await.unwrap();
        assert_eq!(another, Start::AlreadyRunning);
        let running = daily.recording(&id).await.unwrap().unwrap();
        assert_eq!(
            (running.status, running.duration_seconds),
            (RecordingStatus::InProgress, None)
        );
        advance(&platform, 3_600).await;
        let other = Uuid::new_v4().to_string();
        assert!(!daily.stop_recording(NAME, &other).await.unwrap());
        assert!(
            daily
                .stop_recording(NAME, &instance.to_string())
                .await
                .unwrap()
        );
        assert!(
            !daily
                .stop_recording(NAME, &instance.to_string())
                .await
                .unwrap()
        );
        ids.push(id);
    }
    assert_ne!(ids[0], ids[1]);
    let listed = daily.recordings(NAME).await.unwrap();
    let newest_first: Vec<&str> = listed.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(newest_first, [&ids[1], &ids[0]]);
    assert!(daily.recordings("another").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_recording_is_there_when_it_has_been_processed() {
    let platform = start().await;
    let daily = daily(&platform);
    daily.create_room(NAME).await.unwrap();
    join(&platform, "Ada").await;
    let instance = Uuid::new_v4();
    let started = record(&platform, instance).await.unwrap();
    let Start::Started {
        recording_id: Some(id),
    } = started
    else {
        panic!("{started:?}")
    };
    advance(&platform, 100).await;
    daily
        .stop_recording(NAME, &instance.to_string())
        .await
        .unwrap();
    advance(&platform, 100).await;
    let stopped = daily.recording(&id).await.unwrap().unwrap();
    assert_eq!(stopped.status, RecordingStatus::InProgress);
    // A sentence stands where the link should be.
    let early = daily.access_link(&id, 60).await;
    assert!(matches!(early.err(), Some(Trouble::Provider(_))));

    let path = format!("/daily/recordings/{id}/finish");
    control(&platform, "POST", &path, Value::Null).await;
    let finished = daily.recording(&id).await.unwrap().unwrap();
    assert_eq!(finished.status, RecordingStatus::Finished);
    let seconds = finished.duration_seconds.unwrap();
    assert!((100..105).contains(&seconds), "{seconds}");
    let link = daily.access_link(&id, 60).await.unwrap().unwrap();
    assert!(link.url.starts_with("https://"));
    let left = link
        .expires_at
        .duration_since(now(&platform).await)
        .as_secs();
    assert!((55..=60).contains(&left), "{left}");
    assert!(daily.recording("none").await.unwrap().is_none());
    assert!(daily.access_link("none", 60).await.unwrap().is_none());
}

#[tokio::test]
async fn time_ends_recordings_and_throws_people_out() {
    let platform = start().await;
    let daily = daily(&platform);
    let begin = now(&platform).await.as_second();
    let expiring = json!({
        "name": NAME,
        "properties": {
            "enable_recording": "cloud",
            "exp": begin + 20_000,
            "eject_at_room_exp": true,
        },
    });
    let made = ask(&platform, Method::POST, "/rooms", &expiring.to_string()).await;
    assert_eq!(made.status, StatusCode::OK);
    join(&platform, "Ada").await;
    record(&platform, Uuid::new_v4()).await.unwrap();
    advance(&platform, 15_001).await;
    assert_eq!(
        rooms(&platform).await[0]["recordings"][0]["is_running"],
        false
    );
    assert_eq!(daily.presence(NAME).await.unwrap(), Some(1));

    record(&platform, Uuid::new_v4()).await.unwrap();
    assert_eq!(
        rooms(&platform).await[0]["recordings"][0]["is_running"],
        true
    );
    advance(&platform, 5_001).await;
    assert_eq!(daily.presence(NAME).await.unwrap(), Some(0));
    assert_eq!(
        rooms(&platform).await[0]["recordings"][0]["is_running"],
        false
    );
    let url = format!(
        "{}/_local/daily/rooms/{NAME}/participants",
        platform.base_url
    );
    let late = call("POST", &url, r#"{"user_name":"Bob"}"#).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST);
}
