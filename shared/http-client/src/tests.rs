use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{Call, FetchError, HttpClient, NoAnswer};

/// A server that answers one call with these bytes, and its URL; it gives what
/// it was sent.
async fn answers(bytes: &'static [u8]) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/path", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let length = stream.read(&mut request).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        String::from_utf8_lossy(&request[..length]).to_ascii_lowercase()
    });
    (url, served)
}

#[tokio::test]
async fn a_call_carries_its_header_and_body_and_gives_status_and_headers() {
    let (url, served) =
        answers(b"HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\nno").await;
    let call = Call::new("POST", &url)
        .authorization("Bearer key")
        .body("application/json", b"{}");
    let answer = HttpClient::new().send(&call).await.unwrap();
    assert_eq!(
        (
            answer.status,
            answer.header("retry-after"),
            &answer.body[..]
        ),
        (429, Some("1"), &b"no"[..])
    );
    let sent = served.await.unwrap();
    for part in [
        "post /path",
        "authorization: bearer key",
        "content-type: application/json",
        "content-length: 2",
    ] {
        assert!(sent.contains(part), "{part} in {sent}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_told_from_one_that_was_not_there() {
    let (url, _) = answers(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").await;
    let broken = HttpClient::new().send(&Call::new("GET", &url)).await;
    assert!(matches!(broken.err(), Some(NoAnswer::Broken(_))));

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let nobody = HttpClient::new().send(&Call::new("GET", &url)).await;
    assert!(matches!(nobody.err(), Some(NoAnswer::NotConnected(_))));
}

#[tokio::test]
async fn a_fetch_takes_no_other_status_than_200_and_follows_no_redirect() {
    let (url, _) = answers(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    )
    .await;
    let moved = HttpClient::new().get(&url).await;
    assert!(matches!(moved, Err(FetchError::Status(302))));
}

#[tokio::test]
async fn a_credential_that_is_no_header_is_not_repeated() {
    let call = Call::new("GET", "http://127.0.0.1:1/").authorization("key\nof mine");
    let error = HttpClient::new().send(&call).await.err().unwrap();
    assert!(!format!("{error:?} {error}").contains("mine"));
}
