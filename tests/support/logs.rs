use serde_json::Value;

/// One line of the platform's standard output that is a request's log entry.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// The line as it stands.
    pub text: String,
    /// Its fields.
    pub fields: Value,
}

impl LogLine {
    /// The entry, when the line is one.
    pub fn read(line: &str) -> Option<Self> {
        let fields: Value = serde_json::from_str(line).ok()?;
        let is_request = fields.get("request_id").is_some() && fields.get("route").is_some();
        is_request.then(|| Self {
            text: line.to_owned(),
            fields,
        })
    }

    /// The method and route, `POST /bookings`.
    pub fn route(&self) -> String {
        let text = |name: &str| self.fields[name].as_str().unwrap_or_default();
        format!("{} {}", text("method"), text("route"))
            .trim()
            .to_owned()
    }

    /// A number among the fields.
    #[track_caller]
    pub fn number(&self, field: &str) -> f64 {
        self.fields[field]
            .as_f64()
            .unwrap_or_else(|| panic!("no number `{field}` in {}", self.text))
    }
}
