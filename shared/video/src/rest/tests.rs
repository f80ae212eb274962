use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use outcome::Trouble;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{Request, Rest};
use http_client::HttpClient;

/// A provider that answers each call with the next of these texts, the last
/// one again and again; an empty one closes the connection.
pub(crate) struct Provider {
    pub(crate) url: String,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    pub(crate) async fn start(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answers: Vec<String> = answers
            .iter()
            .map(|answer| answer.replace("{url}", &url))
            .collect();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let seen = calls.clone();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = vec![0; 8192];
                let length = stream.read(&mut request).await.unwrap_or_default();
                let at = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(String::from_utf8_lossy(&request[..length]).into_owned());
                    seen.len() - 1
                };
                let answer = answers.get(at).or(answers.last()).unwrap();
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, calls }
    }

    /// What was sent, call by call.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }
}

/// An answer with a status and a JSON body. It ends with the connection, so
/// that `{url}` may stand in it for the provider's own.
pub(crate) fn answer(status: u16, body: &str) -> String {
    with_headers(status, "", body)
}

fn with_headers(status: u16, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} Any\r\nConnection: close\r\n{headers}\r\n{body}")
}

async fn call(provider: &Provider, is_repeatable: bool) -> Result<u16, Trouble> {
    let rest = Rest::new(
        "Provider",
        HttpClient::new(),
        &provider.url,
        "Bearer the-key".to_owned(),
    )
    .unwrap();
    let request = Request {
        operation: "DoIt",
        method: "POST",
        url: rest.url(&["v1", "a/b"]),
        body: Some(b"{\"name\":\"jane\"}".to_vec()),
        is_repeatable,
    };
    Ok(rest.call(&request).await?.status)
}

#[tokio::test]
async fn what_may_be_repeated_is_tried_twice_and_nothing_more_often() {
    let (ok, failed, slow) = (answer(200, "{}"), answer(500, "{}"), answer(429, "{}"));
    let cases: [(&[&str], bool, usize, bool); 8] = [
        (&[&ok], false, 1, true),
        (&[&failed, &ok], true, 2, true),
        (&[&failed, &ok], false, 1, false),
        (&[&failed, &failed, &ok], true, 2, false),
        (&[&slow, &ok], false, 2, true),
        (&["", &ok], true, 2, true),
        (&["", &ok], false, 1, false),
        (&[&answer(404, "{}"), &ok], true, 1, true),
    ];
    for (at, (answers, is_repeatable, calls, succeeds)) in cases.into_iter().enumerate() {
        let provider = Provider::start(answers).await;
        let answered = call(&provider, is_repeatable).await;
        assert_eq!(answered.is_ok(), succeeds, "case {at}: {answered:?}");
        assert_eq!(provider.calls().len(), calls, "case {at}");
    }
}

#[tokio::test]
async fn a_pause_that_is_asked_for_is_kept_or_the_call_given_up() {
    let ok = answer(200, "{}");
    let soon = with_headers(429, "Retry-After: 1\r\n", "{}");
    let provider = Provider::start(&[&soon, &ok]).await;
    let began = Instant::now();
    assert!(call(&provider, false).await.is_ok());
    assert!(began.elapsed() >= Duration::from_secs(1));

    for later in ["60", "Wed, 21 Oct 2026 07:28:00 GMT"] {
        let header = format!("Retry-After: {later}\r\n");
        let provider = Provider::start(&[&with_headers(429, &header, "{}"), &ok]).await;
        let refused = call(&provider, true).await;
        assert!(matches!(refused, Err(Trouble::Unavailable(_))), "{later}");
        assert_eq!(provider.calls().len(), 1);
    }
}

#[tokio::test]
async fn troubles_are_told_apart_and_repeat_nothing() {
    let body = r#"{"code":20003,"message":"the-key jane@example.com"}"#;
    let cases = [
        (answer(500, body), false),
        (answer(503, body), true),
        (answer(429, body), true),
        (String::new(), true),
        ("no HTTP at all jane@example.com".to_owned(), true),
    ];
    for (text, unavailable) in cases {
        let provider = Provider::start(&[&text]).await;
        let trouble = call(&provider, true).await.unwrap_err();
        let kind = matches!(trouble, Trouble::Unavailable(_));
        assert_eq!(kind, unavailable, "{text}");
        let told = format!("{trouble:?} {trouble}");
        for secret in ["the-key", "jane"] {
            assert!(!told.contains(secret), "{told}");
        }
    }
}

#[tokio::test]
async fn a_provider_that_says_nothing_is_given_five_seconds_for_both_tries() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let provider = Provider {
        url,
        calls: Arc::default(),
    };
    let began = Instant::now();
    let silent = call(&provider, true).await;
    assert!(matches!(silent, Err(Trouble::Unavailable(_))));
    let took = began.elapsed();
    assert!(took < Duration::from_millis(5_800), "{took:?}");
}

#[test]
fn a_segment_cannot_leave_its_place() {
    let rest = Rest::new("P", HttpClient::new(), "https://p.test/v1/", String::new()).unwrap();
    let url = rest.url(&["rooms", "a/../b?c#d"]);
    assert_eq!(url.as_str(), "https://p.test/v1/rooms/a%2F..%2Fb%3Fc%23d");
    assert!(rest.own_url("List", "https://p.test/v1/next").is_ok());
    for other in [
        "https://p.test.evil.test/v1",
        "http://p.test/v1",
        "https://p.test:444/",
        "/v1/next",
    ] {
        assert!(rest.own_url("List", other).is_err(), "{other}");
    }
}
