//! An HTTP/1 server whose handler may also cut the connection.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::stop::Stop;

/// How long requests that are still running may take at the end.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// When the system has no descriptor left, connections end and free some.
const AFTER_REFUSAL: Duration = Duration::from_millis(20);

/// The connection is closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("cut without an answer")]
pub(crate) struct Cut;

impl From<Infallible> for Cut {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Answers requests until `stop` says so or is dropped; then lets the last
/// ones finish.
pub(crate) async fn serve<H, F>(listener: TcpListener, handler: H, mut stop: Stop)
where
    H: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Response<Body>, Cut>> + Send + 'static,
{
    let mut connections = JoinSet::new();
    let for_connections = stop.clone();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, handler.clone(), for_connections.clone()));
                }
                Err(_) => tokio::time::sleep(AFTER_REFUSAL).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = stop.told() => break,
        }
    }
    drop(listener);
    let rest = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(LAST_REQUESTS, rest).await;
}

async fn connection<H, F>(stream: TcpStream, handler: H, mut stop: Stop)
where
    H: Fn(Request<Incoming>) -> F + Send + 'static,
    F: Future<Output = Result<Response<Body>, Cut>> + Send + 'static,
{
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service_fn(handler));
    tokio::pin!(connection);
    // What goes wrong on a connection is its client's to see.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop.told() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
