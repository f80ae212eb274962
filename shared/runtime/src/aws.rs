use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;

use crate::{Base, HttpClient, Settings};

/// Every answer leaves within 12 seconds: three tries of one call fit, and
/// what is left is for the rest of the command.
const DYNAMODB_ATTEMPT: Duration = Duration::from_millis(1_500);
const DYNAMODB_CALL: Duration = Duration::from_secs(5);
const CHIME_ATTEMPT: Duration = Duration::from_secs(3);
const CHIME_CALL: Duration = Duration::from_secs(7);
const EVENTBRIDGE_ATTEMPT: Duration = Duration::from_secs(2);
const EVENTBRIDGE_CALL: Duration = Duration::from_secs(7);
const S3_ATTEMPT: Duration = Duration::from_secs(3);
const S3_CALL: Duration = Duration::from_secs(7);

/// The settings that all AWS clients share, on one `Config::builder()`.
macro_rules! client {
    ($sdk:ident, $settings:expr, $http:expr, $url:expr, $timeouts:expr) => {{
        let mut config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::v2026_01_12())
            .region($sdk::config::Region::new($settings.region.clone()))
            .http_client($http.sdk())
            .sleep_impl(TokioSleep::new())
            .retry_config(
                RetryConfig::standard()
                    .with_max_attempts(3)
                    .with_initial_backoff(BACKOFF),
            )
            .timeout_config($timeouts);
        config.set_credentials_provider(
            credentials($settings).map($sdk::config::SharedCredentialsProvider::new),
        );
        config.set_endpoint_url($url.clone());
        config
    }};
}

const BACKOFF: Duration = Duration::from_millis(50);

pub(crate) fn dynamodb(settings: &Settings, http: &HttpClient) -> aws_sdk_dynamodb::Client {
    let timeouts = timeouts(DYNAMODB_ATTEMPT, DYNAMODB_CALL);
    let config = client!(
        aws_sdk_dynamodb,
        settings,
        http,
        settings.dynamodb_url,
        timeouts
    );
    aws_sdk_dynamodb::Client::from_conf(config.build())
}

/// The client behind [`crate::chime`].
pub fn chime_client(base: &Base) -> aws_sdk_chimesdkmeetings::Client {
    let timeouts = timeouts(CHIME_ATTEMPT, CHIME_CALL);
    let settings = &*base.settings;
    let config = client!(
        aws_sdk_chimesdkmeetings,
        settings,
        base.http,
        settings.chime_url,
        timeouts
    );
    aws_sdk_chimesdkmeetings::Client::from_conf(config.build())
}

/// A client for EventBridge, for the relay.
pub fn eventbridge(base: &Base) -> aws_sdk_eventbridge::Client {
    let settings = &*base.settings;
    let timeouts = timeouts(EVENTBRIDGE_ATTEMPT, EVENTBRIDGE_CALL);
    let config = client!(
        aws_sdk_eventbridge,
        settings,
        base.http,
        settings.eventbridge_url,
        timeouts
    );
    aws_sdk_eventbridge::Client::from_conf(config.build())
}

/// A client for S3, for the function that signs uploads. It addresses buckets
/// by path where an endpoint is set: a stand-in has no bucket host names.
pub fn s3(base: &Base) -> aws_sdk_s3::Client {
    let settings = &*base.settings;
    let timeouts = timeouts(S3_ATTEMPT, S3_CALL);
    let config = client!(aws_sdk_s3, settings, base.http, settings.s3_url, timeouts)
        .force_path_style(settings.s3_url.is_some());
    aws_sdk_s3::Client::from_conf(config.build())
}

fn timeouts(attempt: Duration, call: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(attempt)
        .operation_timeout(call)
        .build()
}

fn credentials(settings: &Settings) -> Option<Credentials> {
    settings.credentials.as_ref().map(|keys| {
        Credentials::new(
            keys.access_key_id.clone(),
            keys.secret_access_key.clone(),
            keys.session_token.clone(),
            None,
            "environment",
        )
    })
}
