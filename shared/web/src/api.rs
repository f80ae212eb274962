use http::StatusCode;
use input::{MISSING, Place, SENTENCE, WrongField};
use serde_json::{Value, json};

/// The five APIs, told apart by their base paths. Each has its own shape of
/// errors; paths that belong to none have tutoring's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// Seed 001.
    Tutoring,
    /// Seed 000.
    MeetingLinks,
    /// Seed 002.
    Appointments,
    /// Seed 003.
    Consultations,
    /// Seed 004.
    Live,
}

impl Api {
    /// The API that a path belongs to.
    pub fn of(path: &str) -> Self {
        let under = |base: &str| {
            path.strip_prefix(base)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if under("/api/v1/sessions") {
            Self::MeetingLinks
        } else if under("/api/appointments") {
            Self::Appointments
        } else if under("/api/video") {
            Self::Consultations
        } else if under("/live") {
            Self::Live
        } else {
            Self::Tutoring
        }
    }

    /// The status of a request that breaks a rule on its own.
    pub(crate) fn invalid(self) -> StatusCode {
        match self {
            Self::Consultations => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The body of an error.
    pub(crate) fn render(self, status: StatusCode, message: &str, fields: &[WrongField]) -> Value {
        let message = if fields.is_empty() {
            message.to_owned()
        } else {
            sentence(fields)
        };
        match self {
            Self::Tutoring => json!({
                "error": status.canonical_reason().unwrap_or("Error"),
                "message": message,
                "status_code": status.as_u16(),
            }),
            Self::MeetingLinks => json!({"success": false, "message": message, "data": null}),
            Self::Appointments if !fields.is_empty() => by_field(fields),
            Self::Consultations if !fields.is_empty() => json!({"detail": as_list(fields)}),
            Self::Consultations if status == self.invalid() => json!({
                "detail": [{"loc": ["body"], "msg": message, "type": "value_error"}],
            }),
            Self::Appointments | Self::Consultations => json!({"detail": message}),
            Self::Live if status.is_server_error() => json!({"error": message}),
            Self::Live => json!({"message": message}),
        }
    }
}

/// `start_time must be …; end_time is required`
fn sentence(fields: &[WrongField]) -> String {
    let part = |field: &WrongField| match field.wrong.kind {
        SENTENCE => field.wrong.message.clone(),
        _ => format!("{} {}", field.name(), field.wrong.message),
    };
    let parts: Vec<_> = fields.iter().map(part).collect();
    parts.join("; ")
}

/// `{"start_time": ["must be …"]}`
fn by_field(fields: &[WrongField]) -> Value {
    let mut body = serde_json::Map::new();
    for field in fields {
        let entry = body.entry(field.name()).or_insert_with(|| json!([]));
        if let Some(list) = entry.as_array_mut() {
            list.push(Value::from(field.wrong.message.clone()));
        }
    }
    Value::Object(body)
}

/// `[{"loc": ["body", "start_time"], "msg": "must be …", "type": "value_error"}]`
fn as_list(fields: &[WrongField]) -> Vec<Value> {
    let entry = |field: &WrongField| {
        let place = match field.place {
            Place::Body => "body",
            Place::Query => "query",
        };
        let number = |part: &String| {
            part.parse::<u32>()
                .map_or_else(|_| json!(part), |index| json!(index))
        };
        let loc: Vec<Value> = std::iter::once(json!(place))
            .chain(field.path.iter().map(number))
            .collect();
        // What the document's framework says of a field that is not there.
        let message = match field.wrong.kind {
            MISSING => "field required",
            _ => field.wrong.message.as_str(),
        };
        json!({"loc": loc, "msg": message, "type": field.wrong.kind})
    };
    fields.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use input::Wrong;

    use super::*;

    #[test]
    fn paths_belong_to_their_api() {
        for (path, api) in [
            ("/api/v1/sessions", Api::MeetingLinks),
            ("/api/v1/sessions/7", Api::MeetingLinks),
            ("/api/v1/sessionsx", Api::Tutoring),
            ("/api/appointments/", Api::Appointments),
            ("/api/video/sessions", Api::Consultations),
            ("/live/sessions", Api::Live),
            ("/livestock", Api::Tutoring),
            ("/bookings", Api::Tutoring),
        ] {
            assert_eq!(Api::of(path), api, "{path}");
        }
    }

    #[test]
    fn each_api_has_its_shape() {
        let field = WrongField {
            place: Place::Body,
            path: vec!["files".into(), "0".into(), "url".into()],
            wrong: Wrong {
                message: "is required".into(),
                kind: MISSING,
            },
        };
        let render = |api: Api| api.render(api.invalid(), "", std::slice::from_ref(&field));
        assert_eq!(
            render(Api::Tutoring),
            json!({"error": "Bad Request", "message": "files[0].url is required", "status_code": 400})
        );
        assert_eq!(
            render(Api::Appointments),
            json!({"files[0].url": ["is required"]})
        );
        assert_eq!(
            render(Api::Consultations),
            json!({"detail": [{"loc": ["body", "files", 0, "url"], "msg": "field required", "type": "value_error.missing"}]})
        );
        assert_eq!(
            render(Api::Live),
            json!({"message": "files[0].url is required"})
        );
        assert_eq!(render(Api::MeetingLinks)["data"], Value::Null);
    }
}
