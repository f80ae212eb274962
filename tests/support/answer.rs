use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

/// What came back for one call.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(crate) asked: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// This answer, when it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(self.status() == status, "expected {status} from {self}");
        self
    }

    /// This answer, when it is a success: for what a test needs but is not
    /// about.
    #[track_caller]
    pub fn expect_success(self) -> Self {
        assert!(self.status.is_success(), "expected a success from {self}");
        self
    }

    /// The body as bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON, the fields of objects sorted: their order means
    /// nothing.
    #[track_caller]
    pub fn json(&self) -> Value {
        let kind = self.header("content-type").unwrap_or_default();
        assert!(
            kind.starts_with("application/json"),
            "expected JSON from {self}"
        );
        let mut body: Value =
            serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self}"));
        body.sort_all_objects();
        body
    }

    /// The text in this field of the JSON body.
    #[track_caller]
    pub fn text(&self, field: &str) -> String {
        match &self.json()[field] {
            Value::String(text) => text.clone(),
            _ => panic!("expected the text `{field}` in {self}"),
        }
    }

    /// The JSON body as a list.
    #[track_caller]
    pub fn list(&self) -> Vec<Value> {
        match self.json() {
            Value::Array(list) => list,
            _ => panic!("expected a list from {self}"),
        }
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All values of a header that lists words, in lower case.
    pub fn words(&self, name: &str) -> Vec<String> {
        let values = self
            .headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .map(|word| word.trim().to_ascii_lowercase())
            .collect()
    }

    /// The next page that the `Link` header names.
    #[track_caller]
    pub fn next_page(&self) -> Option<String> {
        let link = self.header("link")?;
        let next = link
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix(r#">; rel="next""#));
        Some(
            next.unwrap_or_else(|| {
                panic!("`{link}` is not <path?query>; rel=\"next\", from {self}")
            })
            .to_owned(),
        )
    }

    /// Holds tutoring's error shape to the letter, and the message to naming
    /// what is wrong.
    #[track_caller]
    pub fn assert_error(&self, status: u16, names: &str) {
        assert!(
            self.status() == status,
            "expected {status} ({names}) from {self}"
        );
        let body = self.json();
        let message = body["message"].as_str().unwrap_or_default();
        let shape = json!({
            "error": self.status.canonical_reason(),
            "message": message,
            "status_code": status,
        });
        assert!(
            body == shape && !message.is_empty(),
            "expected tutoring's error shape from {self}"
        );
        assert!(
            message.contains(names),
            "expected a message that names `{names}` from {self}"
        );
        self.assert_error_headers(status);
    }

    /// As [`Self::assert_error`], where no field is to blame.
    #[track_caller]
    pub fn assert_refused(&self, status: u16) {
        self.assert_error(status, "");
    }

    /// Holds the error shape of consultations to the letter, and the detail to
    /// this text.
    #[track_caller]
    pub fn assert_detail(&self, status: u16, text: &str) {
        assert!(
            self.status() == status,
            "expected {status} ({text}) from {self}"
        );
        assert!(
            self.json() == json!({ "detail": text }),
            "expected the detail `{text}` from {self}"
        );
        self.assert_error_headers(status);
    }

    /// As [`Self::assert_detail`], whatever the text says.
    #[track_caller]
    pub fn assert_detailed(&self, status: u16) {
        assert!(self.status() == status, "expected {status} from {self}");
        let text = self.text("detail");
        assert!(!text.trim().is_empty(), "expected a detail from {self}");
        self.assert_detail(status, &text);
    }

    /// Holds a 422 of consultations to its shape, and gives its entries.
    #[track_caller]
    pub fn assert_invalid(&self) -> Vec<Value> {
        assert!(self.status() == 422, "expected 422 from {self}");
        let body = self.json();
        let entries = body["detail"].as_array().cloned().unwrap_or_default();
        assert!(
            body == json!({ "detail": entries }) && !entries.is_empty(),
            "expected a list of what is wrong from {self}"
        );
        for entry in &entries {
            let shape = json!({ "loc": entry["loc"], "msg": entry["msg"], "type": entry["type"] });
            let is_text = |field: &str| entry[field].as_str().is_some_and(|text| !text.is_empty());
            let place = entry["loc"][0].as_str().unwrap_or_default();
            assert!(
                *entry == shape && is_text("msg") && is_text("type"),
                "expected loc, msg and type in {entry} from {self}"
            );
            assert!(
                matches!(place, "body" | "query" | "header"),
                "expected where it is wrong in {entry} from {self}"
            );
        }
        self.assert_error_headers(422);
        entries
    }

    /// Holds a 422 of consultations to one entry for each of these fields, and
    /// to no other. A field inside another is named by the outer one.
    #[track_caller]
    pub fn assert_wrong_fields(&self, fields: &[&str]) {
        let entries = self.assert_invalid();
        let mut named: Vec<&str> = entries
            .iter()
            .map(|entry| entry["loc"][1].as_str().unwrap_or_default())
            .collect();
        let mut expected = fields.to_vec();
        named.sort_unstable();
        expected.sort_unstable();
        assert!(named == expected, "expected {expected:?} from {self}");
    }

    #[track_caller]
    fn assert_error_headers(&self, status: u16) {
        assert!(
            self.header("x-request-id").is_some_and(|id| !id.is_empty()),
            "no request id in {self}"
        );
        if status == 401 {
            let challenge = self.header("www-authenticate").unwrap_or_default();
            assert!(
                challenge.starts_with("Bearer"),
                "expected a challenge from {self}"
            );
        }
        if matches!(status, 429 | 503) {
            let seconds = self
                .header("retry-after")
                .and_then(|seconds| seconds.parse::<u32>().ok());
            assert!(
                seconds.is_some(),
                "expected Retry-After in seconds from {self}"
            );
        }
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(
            f,
            "{}\n  answered {} {:#?}\n  {body}",
            self.asked, self.status, self.headers
        )
    }
}
