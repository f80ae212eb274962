use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::attendee::{Attendee, Presence};
use super::{Refusal, check};

/// Nobody in any more for so long, and the meeting ends.
const IDLE: SignedDuration = SignedDuration::from_mins(5);

/// No meeting is longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// What `CreateMeeting` is asked with.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateMeeting {
    #[serde(default)]
    pub(super) client_request_token: String,
    #[serde(default)]
    pub(super) external_meeting_id: String,
    #[serde(default)]
    pub(super) media_region: String,
    pub(super) meeting_features: Option<Value>,
    pub(super) meeting_host_id: Option<String>,
    pub(super) primary_meeting_id: Option<String>,
    pub(super) tenant_ids: Option<Vec<String>>,
}

/// A meeting, live or ended.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Meeting {
    pub(super) id: String,
    pub(super) token: String,
    pub(super) external_id: String,
    pub(super) region: String,
    /// Its other fields, as they were asked for.
    asked: Value,
    created_at: Timestamp,
    /// Since when all who were in are out. A meeting in which nobody was seen
    /// yet is not idle: who uses it by the API alone moves no browser.
    idle_since: Option<Timestamp>,
    pub(super) ended: bool,
    pub(super) attendees: Vec<Attendee>,
}

impl CreateMeeting {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        check::token(&self.client_request_token)?;
        check::external_id("ExternalMeetingId", &self.external_meeting_id)?;
        let region = &self.media_region;
        let is_region = region.split('-').count() >= 3
            && region
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_region {
            Ok(())
        } else {
            Err(Refusal::bad_request("MediaRegion is not supported"))
        }
    }
}

impl Meeting {
    pub(super) fn new(request: &CreateMeeting, now: Timestamp) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            token: request.client_request_token.clone(),
            external_id: request.external_meeting_id.clone(),
            region: request.media_region.clone(),
            asked: json!({
                "MeetingFeatures": request.meeting_features,
                "MeetingHostId": request.meeting_host_id,
                "PrimaryMeetingId": request.primary_meeting_id,
                "TenantIds": request.tenant_ids.clone().unwrap_or_default(),
            }),
            created_at: now,
            idle_since: None,
            ended: false,
            attendees: Vec::new(),
        }
    }

    /// Whether a second call with the same token asks for the same.
    pub(super) fn was_asked_by(&self, request: &CreateMeeting) -> bool {
        self.external_id == request.external_meeting_id && self.region == request.media_region
    }

    /// When Chime ends it by itself.
    pub(super) fn due_at(&self) -> Timestamp {
        let after = |then: Timestamp, length| then.saturating_add(length).unwrap_or(Timestamp::MAX);
        let longest = after(self.created_at, LONGEST);
        let idle = self.idle_since.map(|since| after(since, IDLE));
        idle.map_or(longest, |idle| idle.min(longest))
    }

    /// Somebody comes in or goes out.
    pub(super) fn moved(
        &mut self,
        attendee_id: &str,
        presence: Presence,
        now: Timestamp,
    ) -> Option<Attendee> {
        let was_used = self.is_used();
        let attendee = self
            .attendees
            .iter_mut()
            .find(|attendee| attendee.id == attendee_id)?;
        attendee.presence = presence;
        let attendee = attendee.clone();
        self.note_use(was_used, now);
        Some(attendee)
    }

    /// An attendee is taken out, in or not.
    pub(super) fn remove(&mut self, attendee_id: &str, now: Timestamp) -> Option<Attendee> {
        let at = self
            .attendees
            .iter()
            .position(|attendee| attendee.id == attendee_id)?;
        let was_used = self.is_used();
        let removed = self.attendees.remove(at);
        self.note_use(was_used, now);
        Some(removed)
    }

    fn is_used(&self) -> bool {
        let mut presences = self.attendees.iter().map(|attendee| attendee.presence);
        presences.any(|presence| presence == Presence::Joined)
    }

    fn note_use(&mut self, was_used: bool, now: Timestamp) {
        match (was_used, self.is_used()) {
            (true, false) => self.idle_since = Some(now),
            (false, true) => self.idle_since = None,
            _ => {}
        }
    }

    /// As Chime shows it. The hosts are nobody's.
    pub(super) fn shape(&self) -> Value {
        let (id, region) = (&self.id, &self.region);
        let host = format!("{region}.chime.local.test");
        let asked = &self.asked;
        json!({
            "MeetingId": id,
            "MeetingHostId": asked["MeetingHostId"],
            "ExternalMeetingId": self.external_id,
            "MediaRegion": region,
            "MediaPlacement": {
                "AudioHostUrl": format!("audio.{host}:3478"),
                "AudioFallbackUrl": format!("wss://audio.{host}:443/calls/{id}"),
                "SignalingUrl": format!("wss://signal.{host}/control/{id}"),
                "TurnControlUrl": format!("https://turn.{host}/v2/turn_sessions"),
                "ScreenDataUrl": format!("wss://screen.{host}:443/v2/screen/{id}"),
                "ScreenViewingUrl": format!("wss://screen.{host}:443/ws/connect?call={id}"),
                "ScreenSharingUrl": format!("wss://screen.{host}:443/v2/screen/{id}"),
                "EventIngestionUrl": format!("https://events.{host}/v1/client-events"),
            },
            "MeetingFeatures": asked["MeetingFeatures"],
            "PrimaryMeetingId": asked["PrimaryMeetingId"],
            "TenantIds": asked["TenantIds"],
            "MeetingArn": format!("arn:aws:chime:{region}:000000000000:meeting/{id}"),
        })
    }

    /// The detail of an event of it.
    pub(super) fn event(&self, kind: &str, attendee: Option<&Attendee>, at: Timestamp) -> Value {
        let mut detail = json!({
            "version": "0",
            "eventType": format!("chime:{kind}"),
            "timestamp": at.as_millisecond(),
            "meetingId": self.id,
            "externalMeetingId": self.external_id,
            "mediaRegion": self.region,
        });
        if let Some(attendee) = attendee {
            detail["attendeeId"] = json!(attendee.id);
            detail["externalUserId"] = json!(attendee.external_user_id);
            if matches!(kind, "AttendeeJoined" | "AttendeeLeft" | "AttendeeDropped") {
                detail["networkType"] = json!("VoIP");
            }
        }
        detail
    }
}
