use http::Method;
use http::request::Parts;

/// The operation of Chime that a request asks for; empty when it is none we know.
pub(super) fn chime(request: &Parts) -> &'static str {
    let segments = request
        .uri
        .path()
        .trim_matches('/')
        .split('/')
        .collect::<Vec<_>>();
    let asks_for = |operation: &str| {
        let query = request.uri.query().unwrap_or_default();
        query
            .split('&')
            .any(|pair| pair.strip_prefix("operation=") == Some(operation))
    };
    match (&request.method, &segments[..]) {
        (&Method::POST, ["meetings"]) if asks_for("create-attendees") => {
            "CreateMeetingWithAttendees"
        }
        (&Method::POST, ["meetings"]) => "CreateMeeting",
        (&Method::GET, ["meetings", _]) => "GetMeeting",
        (&Method::DELETE, ["meetings", _]) => "DeleteMeeting",
        (&Method::POST, ["meetings", _, "attendees"]) if asks_for("batch-create") => {
            "BatchCreateAttendee"
        }
        (&Method::POST, ["meetings", _, "attendees"]) => "CreateAttendee",
        (&Method::GET, ["meetings", _, "attendees"]) => "ListAttendees",
        (&Method::GET, ["meetings", _, "attendees", _]) => "GetAttendee",
        (&Method::DELETE, ["meetings", _, "attendees", _]) => "DeleteAttendee",
        _ => "",
    }
}

/// Twilio's.
pub(super) fn twilio(request: &Parts) -> &'static str {
    let path = request.uri.path().trim_matches('/');
    let segments = path.split('/').collect::<Vec<_>>();
    match (&request.method, &segments[..]) {
        (&Method::GET, ["v1", "Rooms", _]) => "FetchRoom",
        (&Method::GET, ["v1", "Rooms", _, "Participants"]) => "ListParticipants",
        _ => "",
    }
}

/// Daily's.
pub(super) fn daily(request: &Parts) -> &'static str {
    let path = request.uri.path().trim_matches('/');
    let segments = path.split('/').collect::<Vec<_>>();
    match (&request.method, &segments[..]) {
        (&Method::POST, ["v1", "rooms"]) => "CreateRoom",
        (&Method::DELETE, ["v1", "rooms", _]) => "DeleteRoom",
        (&Method::GET, ["v1", "rooms", _, "presence"]) => "GetPresence",
        (&Method::POST, ["v1", "rooms", _, "recordings", "start"]) => "StartRecording",
        (&Method::POST, ["v1", "rooms", _, "recordings", "stop"]) => "StopRecording",
        (&Method::POST, ["v1", "meeting-tokens"]) => "CreateToken",
        (&Method::GET, ["v1", "recordings"]) => "ListRecordings",
        (&Method::GET, ["v1", "recordings", _]) => "GetRecording",
        (&Method::GET, ["v1", "recordings", _, "access-link"]) => "GetAccessLink",
        _ => "",
    }
}
