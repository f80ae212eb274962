//! Lambda's Runtime API for one process: it hands out one event after the
//! other, and takes the answers.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

use crate::Result;

/// No answer takes longer.
const LONGEST: Duration = Duration::from_secs(30);

/// What a function made of an event.
pub struct Answer {
    /// From when the event was handed out to when the answer was here.
    pub took: Duration,
    /// When it was here.
    pub at: Instant,
    /// Whether it was posted as an error.
    pub failed: bool,
    pub body: Bytes,
}

/// The side that gives events.
pub struct RuntimeApi {
    pub address: SocketAddr,
    asked: mpsc::Receiver<Instant>,
    events: mpsc::Sender<Bytes>,
    answers: mpsc::Receiver<Answer>,
    server: JoinHandle<()>,
}

struct Side {
    asked: mpsc::Sender<Instant>,
    events: Mutex<mpsc::Receiver<Bytes>>,
    answers: mpsc::Sender<Answer>,
    handed: Mutex<Instant>,
}

impl RuntimeApi {
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (to_asked, asked) = mpsc::channel(1);
        let (events, from_events) = mpsc::channel(1);
        let (to_answers, answers) = mpsc::channel(1);
        let side = Arc::new(Side {
            asked: to_asked,
            events: Mutex::new(from_events),
            answers: to_answers,
            handed: Mutex::new(Instant::now()),
        });
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                let side = Arc::clone(&side);
                let service = service_fn(move |request| serve(Arc::clone(&side), request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Ok(Self {
            address,
            asked,
            events,
            answers,
            server,
        })
    }

    /// When the function asked for an event: the end of its init, the first time.
    pub async fn asked(&mut self) -> Result<Instant> {
        let asked = tokio::time::timeout(LONGEST, self.asked.recv()).await?;
        asked.ok_or_else(|| "the Runtime API is gone".into())
    }

    /// Hands out an event, for which the function has asked, and waits for the
    /// answer.
    pub async fn invoke(&mut self, event: Bytes) -> Result<Answer> {
        self.events.send(event).await?;
        let answer = tokio::time::timeout(LONGEST, self.answers.recv()).await?;
        answer.ok_or_else(|| "the Runtime API is gone".into())
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(
    side: Arc<Side>,
    request: Request<Incoming>,
) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    let answered = match *request.method() {
        Method::GET => next(&side).await,
        _ => answer(&side, request).await,
    };
    Ok(answered.unwrap_or_else(|| status(StatusCode::INTERNAL_SERVER_ERROR)))
}

async fn next(side: &Side) -> Option<Response<Full<Bytes>>> {
    side.asked.send(Instant::now()).await.ok()?;
    let event = side.events.lock().await.recv().await?;
    let response = Response::builder()
        .header("content-type", "application/json")
        .header(
            "lambda-runtime-aws-request-id",
            "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
        )
        .header("lambda-runtime-deadline-ms", "4102444800000")
        .header(
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:us-east-1:123456789012:function:bench",
        )
        .header(
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
        )
        .body(Full::new(event))
        .ok()?;
    *side.handed.lock().await = Instant::now();
    Some(response)
}

async fn answer(side: &Side, request: Request<Incoming>) -> Option<Response<Full<Bytes>>> {
    let failed = request.uri().path().ends_with("/error");
    let body = request.into_body().collect().await.ok()?.to_bytes();
    let at = Instant::now();
    let took = at - *side.handed.lock().await;
    let answer = Answer {
        took,
        at,
        failed,
        body,
    };
    side.answers.send(answer).await.ok()?;
    Some(status(StatusCode::ACCEPTED))
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(b"{}")));
    *response.status_mut() = status;
    response
}
