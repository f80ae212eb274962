//! The port of an embedded service, as functions reach it: every call needs
//! its permission, and may be struck by a fault before or after it is carried
//! out.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Request;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::faults::{self, Faults, Kind, Service};
use crate::permissions::{self, Permissions};
use crate::server::{self, Cut};
use crate::stop::Stop;

const NO_ANSWER_FOR: Duration = Duration::from_secs(30);

/// The longest request of a function, in bytes.
const LONGEST: usize = 32 * 1024 * 1024;

/// What may keep a call from being carried out.
#[derive(Clone, Default)]
pub(crate) struct Guards {
    pub(crate) permissions: Permissions,
    pub(crate) faults: Faults,
}

/// A loopback port that is open, but not served yet.
pub(crate) struct Port {
    listener: TcpListener,
    address: SocketAddr,
}

impl Port {
    /// Opens a port; 0 = any free one.
    pub(crate) async fn open(port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// Where it is called.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves a service there, permissions, faults and all.
    pub(crate) async fn serve_service(
        self,
        service: Service,
        inner: Router,
        guards: Guards,
        stop: Stop,
    ) {
        let handler = move |request| call(service, inner.clone(), guards.clone(), request);
        server::serve(self.listener, handler, stop).await;
    }

    /// Serves a router there.
    pub(crate) async fn serve(self, router: Router, stop: Stop) {
        let handler = move |request: Request<Incoming>| {
            let answer = router.clone().oneshot(request.map(Body::new));
            async move { Ok(answer.await?) }
        };
        server::serve(self.listener, handler, stop).await;
    }
}

async fn call(
    service: Service,
    inner: Router,
    guards: Guards,
    request: Request<Incoming>,
) -> Result<Response<Body>, Cut> {
    let (parts, body) = request.into_parts();
    let Ok(asked) = crate::body::read(body, LONGEST).await else {
        return Err(Cut);
    };
    let caller = permissions::caller(&parts);
    let caller = caller.as_deref();
    if let Some(refusal) = guards.permissions.refusal(service, caller, &parts, &asked) {
        return Ok(refusal);
    }
    let operation = faults::operation(service, &parts).to_owned();
    let struck = guards.faults.strike(service, &operation, caller);
    let carry_out = |body: Body| inner.oneshot(Request::from_parts(parts, body));
    match struck {
        None => Ok(carry_out(Body::from(asked)).await?),
        Some(Kind::Timeout) => {
            tokio::time::sleep(NO_ANSWER_FOR).await;
            Err(Cut)
        }
        Some(Kind::LostAnswer) => {
            let answer = carry_out(Body::from(asked)).await?;
            // Read to its end: only then has the service done everything.
            let _ = answer.into_body().collect().await;
            Err(Cut)
        }
        Some(kind) => Ok(faults::answer(service, &operation, kind, &asked)),
    }
}
