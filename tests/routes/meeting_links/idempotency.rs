use tests::{App, LINKS, meet_link, with};

#[tokio::test]
async fn the_same_call_gives_the_first_answer_again() {
    let app = App::shared().await;
    let doctor = app.link_keeper();
    let key = ("Idempotency-Key", "a-key");
    let first = doctor.post(LINKS, meet_link()).header(key.0, key.1).await;
    let first = first.expect(201);
    let again = doctor.post(LINKS, meet_link()).header(key.0, key.1).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.expect(201).data(), first.data());
    let other = with(&meet_link(), "link", "https://meet.google.com/other");
    let other = doctor.post(LINKS, other).header(key.0, key.1).await;
    other.assert_link_error(422, "");
    let path = format!("{LINKS}/doctor/{}", doctor.id);
    let data = doctor.get(&path).await.expect(200).data();
    assert_eq!(data["pagination"]["total"], 1);
}
