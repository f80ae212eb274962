use http::Method;
use http::request::Parts;

use super::{Service, rest};

const DYNAMODB: &[&str] = &[
    "BatchGetItem",
    "BatchWriteItem",
    "DeleteItem",
    "DescribeTable",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "TransactGetItems",
    "TransactWriteItems",
    "UpdateItem",
];
const S3: &[&str] = &["DeleteObject", "GetObject", "HeadObject", "PutObject"];
const EVENTBRIDGE: &[&str] = &["PutEvents"];
const CHIME: &[&str] = &[
    "BatchCreateAttendee",
    "CreateAttendee",
    "CreateMeeting",
    "CreateMeetingWithAttendees",
    "DeleteAttendee",
    "DeleteMeeting",
    "GetAttendee",
    "GetMeeting",
    "ListAttendees",
];
const TWILIO: &[&str] = &["FetchRoom", "ListParticipants"];
const DAILY: &[&str] = &[
    "CreateRoom",
    "CreateToken",
    "DeleteRoom",
    "GetAccessLink",
    "GetPresence",
    "GetRecording",
    "ListRecordings",
    "StartRecording",
    "StopRecording",
];

/// The operations of a service that functions can call.
pub(super) fn of(service: Service) -> &'static [&'static str] {
    match service {
        Service::Dynamodb => DYNAMODB,
        Service::S3 => S3,
        Service::Eventbridge => EVENTBRIDGE,
        Service::Chime => CHIME,
        Service::Twilio => TWILIO,
        Service::Daily => DAILY,
    }
}

/// Whether DynamoDB can answer it with a transaction conflict.
pub(super) fn can_conflict(operation: &str) -> bool {
    matches!(
        operation,
        "DeleteItem" | "PutItem" | "TransactGetItems" | "TransactWriteItems" | "UpdateItem"
    )
}

/// The operation that a request asks for; empty when it is none we know.
pub(crate) fn operation(service: Service, request: &Parts) -> &str {
    match service {
        Service::Dynamodb | Service::Eventbridge => {
            let target = request
                .headers
                .get("x-amz-target")
                .and_then(|target| target.to_str().ok());
            target
                .and_then(|target| target.rsplit('.').next())
                .unwrap_or_default()
        }
        Service::S3 => match request.method {
            Method::PUT => "PutObject",
            Method::GET => "GetObject",
            Method::HEAD => "HeadObject",
            Method::DELETE => "DeleteObject",
            _ => "",
        },
        Service::Chime => rest::chime(request),
        Service::Twilio => rest::twilio(request),
        Service::Daily => rest::daily(request),
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn named(service: Service, method: &str, uri: &str) -> String {
        let (parts, ()) = Request::builder()
            .method(method)
            .uri(uri)
            .body(())
            .unwrap()
            .into_parts();
        operation(service, &parts).to_owned()
    }

    #[test]
    fn rest_operations_are_told_by_method_and_path() {
        assert_eq!(named(Service::Chime, "POST", "/meetings"), "CreateMeeting");
        let with = named(
            Service::Chime,
            "POST",
            "/meetings?operation=create-attendees",
        );
        assert_eq!(with, "CreateMeetingWithAttendees");
        assert_eq!(
            named(Service::Chime, "DELETE", "/meetings/m/attendees/a"),
            "DeleteAttendee"
        );
        assert_eq!(named(Service::S3, "PUT", "/bucket/key"), "PutObject");
        let room = named(Service::Twilio, "GET", "/v1/Rooms/apt-1");
        assert_eq!(room, "FetchRoom");
        let participants = "/v1/Rooms/RM1/Participants?PageSize=100";
        let list = named(Service::Twilio, "GET", participants);
        assert_eq!(list, "ListParticipants");
        let daily = |method, uri| named(Service::Daily, method, uri);
        assert_eq!(daily("POST", "/v1/rooms"), "CreateRoom");
        assert_eq!(daily("GET", "/v1/rooms/a"), "");
        assert_eq!(
            daily("POST", "/v1/rooms/a/recordings/stop"),
            "StopRecording"
        );
        assert_eq!(daily("GET", "/v1/recordings?limit=1"), "ListRecordings");
    }

    #[test]
    fn rpc_operations_are_told_by_their_target() {
        let request = Request::builder()
            .header("x-amz-target", "DynamoDB_20120810.GetItem")
            .body(())
            .unwrap();
        assert_eq!(
            operation(Service::Dynamodb, &request.into_parts().0),
            "GetItem"
        );
    }
}
