use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use local::{Config, Platform};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

use crate::call::{Http, http, http_without_pool};
use crate::{Caller, claims, hs256};

const SECRET: &str = "a-secret-that-only-the-tests-know-of";

/// Platforms outlive the runtime of the test that started them, so they have
/// one of their own.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

static SHARED: OnceCell<Arc<Platform>> = OnceCell::const_new();

/// A platform, as its callers see it.
#[derive(Clone)]
pub struct App {
    /// Where it answers.
    pub base_url: String,
    http: Http,
    _platform: Option<Arc<Platform>>,
}

impl App {
    /// The platform that most tests share: real clock, no rate limit. Its
    /// users are told apart by [`crate::unique_id`].
    pub async fn shared() -> Self {
        let platform = SHARED
            .get_or_init(|| launch(&[("RATE_LIMIT_PER_MINUTE", "0")]))
            .await;
        Self::of(platform.clone())
    }

    /// A platform of its own, for a test that moves the clock or breaks things.
    pub async fn start() -> Self {
        Self::start_with(&[("RATE_LIMIT_PER_MINUTE", "0")]).await
    }

    /// A platform of its own with these settings.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        Self::of(launch(settings).await)
    }

    /// A platform that runs somewhere else, with the tests' secret.
    pub fn at(base_url: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            http: http(),
            _platform: None,
        }
    }

    /// As [`Self::at`], of a process that may be killed and started again there.
    pub fn at_process(base_url: &str) -> Self {
        Self {
            http: http_without_pool(),
            ..Self::at(base_url)
        }
    }

    fn of(platform: Arc<Platform>) -> Self {
        Self {
            _platform: Some(platform.clone()),
            ..Self::at(&platform.base_url)
        }
    }

    /// The HS256 key of its tokens.
    pub fn secret() -> &'static str {
        SECRET
    }

    /// Somebody without a token.
    pub fn anonymous(&self) -> Caller {
        Caller {
            http: self.http.clone(),
            base_url: self.base_url.clone(),
            token: None,
        }
    }

    /// Somebody with this token.
    pub fn with_token(&self, token: &str) -> Caller {
        Caller {
            token: Some(token.to_owned()),
            ..self.anonymous()
        }
    }

    /// Somebody with a valid token that says this.
    pub fn with_claims(&self, claims: &Value) -> Caller {
        self.with_token(&hs256(claims, SECRET.as_bytes()))
    }

    /// Somebody with a valid token.
    pub fn as_user(&self, id: &str, role: &str) -> Caller {
        self.with_claims(&claims(id, role))
    }

    /// A student with a valid token.
    pub fn as_student(&self, id: &str) -> Caller {
        self.as_user(id, "student")
    }

    /// A teacher with a valid token.
    pub fn as_teacher(&self, id: &str) -> Caller {
        self.as_user(id, "teacher")
    }

    /// An administrator with a valid token.
    pub fn as_admin(&self) -> Caller {
        self.as_user("the-admin", "admin")
    }
}

async fn launch(settings: &[(&str, &str)]) -> Arc<Platform> {
    let mut all = HashMap::from([
        ("PORT", "0"),
        ("JWT_SECRET", SECRET),
        ("LOG_LEVEL", "error"),
    ]);
    all.extend(settings.iter().copied());
    let config =
        Config::read(|name| all.get(name).map(|value| (*value).to_owned())).expect("settings");
    let started = RUNTIME.spawn(async move {
        Platform::start(config)
            .await
            .map_err(|error| error.to_string())
    });
    Arc::new(
        started
            .await
            .expect("a start without a panic")
            .expect("a platform"),
    )
}
