use consultations::model::{Consultation, LiveMeeting, Party};
use intents::Intent;
use jiff::Timestamp;
use table::Db;
use video::{Attendee, Chime, Meeting};
use web::ApiError;

/// How many meetings in a row may be over that the store never knew of.
const OVER_AT_MOST: u32 = 5;

/// Gives one of the two an attendee: of the meeting that is on, or of a new one
/// where Chime has let that end. The token of a new one comes from what is
/// stored, so whoever tries at the same time, or again after a crash, is given
/// the same meeting; one that nobody comes back for is known from its intent.
pub async fn attend(
    chime: &Chime,
    db: &Db,
    consultation: &Consultation,
    party: Party,
    now: Timestamp,
) -> Result<(LiveMeeting, Attendee), ApiError> {
    let external_user_id = party.external_user_id();
    let mut ended = consultation.meetings_ended;
    if let Some(on) = &consultation.meeting {
        let attendee = chime.create_attendee(&on.meeting_id, external_user_id);
        if let Some(attendee) = attendee.await? {
            return Ok((on.clone(), attendee));
        }
        ended = on.ended_before + 1;
    }
    let id = consultation.consultation_id;
    for ended_before in ended..ended + OVER_AT_MOST {
        let token = id.meeting_token(ended_before);
        let intent = Intent::make_meeting(token.clone(), id.to_string(), now);
        db.put(&intent).await?;
        let made = chime.create_meeting(&token, &id.to_string()).await?;
        let attendee = chime.create_attendee(&made.meeting_id, external_user_id);
        if let Some(attendee) = attendee.await? {
            return Ok((live(&made, ended_before)?, attendee));
        }
    }
    Err(ApiError::unavailable(
        "each meeting that Chime gave is over",
    ))
}

fn live(meeting: &Meeting, ended_before: u32) -> Result<LiveMeeting, ApiError> {
    Ok(LiveMeeting {
        meeting_id: meeting.meeting_id.clone(),
        ended_before,
        data: serde_json::to_string(meeting).map_err(ApiError::internal)?,
    })
}

/// Ends a meeting that nobody needs any more. An intent was stored with the
/// commit, so what fails here is done again by `provider-sweep`.
pub async fn end(chime: &Chime, meeting_id: Option<&str>) {
    if let Some(meeting_id) = meeting_id {
        runtime::afterwards("DeleteMeeting", chime.end_meeting(meeting_id)).await;
    }
}
