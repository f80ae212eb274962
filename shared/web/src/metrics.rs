use serde::Serialize;

/// A log line, which is CloudWatch's embedded metric format too.
#[derive(Serialize)]
pub(crate) struct Entry<'a> {
    #[serde(rename = "_aws")]
    pub aws: Metrics,
    pub level: &'static str,
    pub request_id: &'a str,
    pub function: &'static str,
    pub method: &'a str,
    pub route: &'a str,
    pub status: u16,
    pub latency_ms: f64,
    pub dynamodb_calls: u64,
    pub read_units: f64,
    pub write_units: f64,
    pub server_errors: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// Which of a line's numbers become metrics.
#[derive(Serialize)]
pub(crate) struct Metrics {
    #[serde(rename = "Timestamp")]
    pub timestamp: i64,
    #[serde(rename = "CloudWatchMetrics")]
    pub metrics: [Directive; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Directive {
    namespace: &'static str,
    dimensions: [[&'static str; 2]; 1],
    metrics: [Metric; 5],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    name: &'static str,
    unit: &'static str,
}

pub(crate) const METRICS: Directive = Directive {
    namespace: "Sessions",
    dimensions: [["function", "route"]],
    metrics: [
        metric("latency_ms", "Milliseconds"),
        metric("dynamodb_calls", "Count"),
        metric("read_units", "Count"),
        metric("write_units", "Count"),
        metric("server_errors", "Count"),
    ],
};

const fn metric(name: &'static str, unit: &'static str) -> Metric {
    Metric { name, unit }
}
