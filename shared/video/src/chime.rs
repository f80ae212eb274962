use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_chimesdkmeetings::types;
use outcome::Trouble;
use serde::{Deserialize, Serialize};

/// Amazon Chime SDK meetings.
#[derive(Clone, Debug)]
pub struct Chime {
    client: Client,
    media_region: String,
}

/// A meeting with the names of Chime's own API, as `amazon-chime-sdk-js` takes it.
///
/// See `API_meeting-chime_Meeting` in the Amazon Chime SDK API reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs, reason = "names of Chime's API")]
pub struct Meeting {
    pub meeting_id: String,
    pub external_meeting_id: Option<String>,
    pub media_region: Option<String>,
    pub media_placement: Option<MediaPlacement>,
    pub meeting_arn: Option<String>,
}

/// Where a client reaches a meeting's media.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs, reason = "names of Chime's API")]
pub struct MediaPlacement {
    pub audio_host_url: Option<String>,
    pub audio_fallback_url: Option<String>,
    pub signaling_url: Option<String>,
    pub turn_control_url: Option<String>,
    pub screen_data_url: Option<String>,
    pub screen_viewing_url: Option<String>,
    pub screen_sharing_url: Option<String>,
    pub event_ingestion_url: Option<String>,
}

/// An attendee with the names of Chime's own API. Its token is a credential.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs, reason = "names of Chime's API")]
pub struct Attendee {
    pub attendee_id: String,
    pub external_user_id: Option<String>,
    pub join_token: Option<String>,
    pub capabilities: Option<Capabilities>,
}

/// What an attendee may send and receive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs, reason = "names of Chime's API")]
pub struct Capabilities {
    pub audio: String,
    pub video: String,
    pub content: String,
}

impl Chime {
    /// Chime through a client, with meetings hosted in a region.
    pub fn new(client: Client, media_region: String) -> Self {
        Self {
            client,
            media_region,
        }
    }

    /// Makes the meeting of a token; the same token gives the same meeting.
    ///
    /// # Errors
    ///
    /// Chime fails, throttles or does not answer.
    pub async fn create_meeting(&self, token: &str, external_id: &str) -> Result<Meeting, Trouble> {
        let answer = self
            .client
            .create_meeting()
            .client_request_token(token)
            .external_meeting_id(external_id)
            .media_region(&self.media_region)
            .send()
            .await
            .map_err(trouble)?;
        answer.meeting.and_then(meeting).ok_or_else(incomplete)
    }

    /// A meeting; `None` when Chime has none of this id, or none any more.
    ///
    /// # Errors
    ///
    /// Chime fails, throttles or does not answer.
    pub async fn meeting(&self, meeting_id: &str) -> Result<Option<Meeting>, Trouble> {
        match self
            .client
            .get_meeting()
            .meeting_id(meeting_id)
            .send()
            .await
        {
            Ok(answer) => answer
                .meeting
                .and_then(meeting)
                .ok_or_else(incomplete)
                .map(Some),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(trouble(error)),
        }
    }

    /// Ends a meeting; one that has ended is fine.
    ///
    /// # Errors
    ///
    /// Chime fails, throttles or does not answer.
    pub async fn end_meeting(&self, meeting_id: &str) -> Result<(), Trouble> {
        match self
            .client
            .delete_meeting()
            .meeting_id(meeting_id)
            .send()
            .await
        {
            Err(error) if !is_gone(&error) => Err(trouble(error)),
            _ => Ok(()),
        }
    }

    /// Makes the attendee of an external user id; the same id gives the same
    /// attendee. `None` when the meeting is over.
    ///
    /// # Errors
    ///
    /// Chime fails, throttles or does not answer.
    pub async fn create_attendee(
        &self,
        meeting_id: &str,
        external_id: &str,
    ) -> Result<Option<Attendee>, Trouble> {
        let request = self
            .client
            .create_attendee()
            .meeting_id(meeting_id)
            .external_user_id(external_id);
        match request.send().await {
            Ok(answer) => answer
                .attendee
                .and_then(attendee)
                .ok_or_else(incomplete)
                .map(Some),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(trouble(error)),
        }
    }

    /// Takes an attendee out of a meeting; one that is gone, or whose meeting
    /// is over, is fine.
    ///
    /// # Errors
    ///
    /// Chime fails, throttles or does not answer.
    pub async fn delete_attendee(
        &self,
        meeting_id: &str,
        attendee_id: &str,
    ) -> Result<(), Trouble> {
        let request = self
            .client
            .delete_attendee()
            .meeting_id(meeting_id)
            .attendee_id(attendee_id);
        match request.send().await {
            Err(error) if !is_gone(&error) => Err(trouble(error)),
            _ => Ok(()),
        }
    }
}

fn meeting(given: types::Meeting) -> Option<Meeting> {
    Some(Meeting {
        meeting_id: given.meeting_id?,
        external_meeting_id: given.external_meeting_id,
        media_region: given.media_region,
        media_placement: given.media_placement.map(|urls| MediaPlacement {
            audio_host_url: urls.audio_host_url,
            audio_fallback_url: urls.audio_fallback_url,
            signaling_url: urls.signaling_url,
            turn_control_url: urls.turn_control_url,
            screen_data_url: urls.screen_data_url,
            screen_viewing_url: urls.screen_viewing_url,
            screen_sharing_url: urls.screen_sharing_url,
            event_ingestion_url: urls.event_ingestion_url,
        }),
        meeting_arn: given.meeting_arn,
    })
}

fn attendee(given: types::Attendee) -> Option<Attendee> {
    let capabilities = given.capabilities.map(|may| Capabilities {
        audio: may.audio.as_str().to_owned(),
        video: may.video.as_str().to_owned(),
        content: may.content.as_str().to_owned(),
    });
    Some(Attendee {
        attendee_id: given.attendee_id?,
        external_user_id: given.external_user_id,
        join_token: given.join_token,
        capabilities,
    })
}

fn is_gone<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    matches!(error, SdkError::ServiceError(service) if service.err().code() == Some("NotFoundException"))
}

fn incomplete() -> Trouble {
    Trouble::Provider("Chime answered without an id".into())
}

/// A Chime that throttles or does not answer is unavailable; one that answers
/// with any other error has failed.
fn trouble<E>(error: SdkError<E>) -> Trouble
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    const BUSY: [&str; 3] = [
        "ThrottlingException",
        "LimitExceededException",
        "ServiceUnavailableException",
    ];
    match &error {
        SdkError::ServiceError(service)
            if !service
                .err()
                .code()
                .is_some_and(|code| BUSY.contains(&code)) =>
        {
            Trouble::Provider(error.into())
        }
        SdkError::ResponseError(_) => Trouble::Provider(error.into()),
        SdkError::ConstructionFailure(_) => Trouble::Internal(error.into()),
        _ => Trouble::Unavailable(error.into()),
    }
}
