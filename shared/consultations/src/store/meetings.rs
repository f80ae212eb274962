use table::{Db, Transaction, Tries};

use crate::model::{Consultation, ConsultationId};
use crate::store::{Result, load};

/// Gives up the meeting that may have been made with a token; `false` when it
/// is the one that is on. After that nobody is given a meeting of this token
/// any more, so it can be ended.
///
/// # Errors
///
/// The store's.
pub async fn abandon_meeting(db: &Db, id: ConsultationId, token: &str) -> Result<bool> {
    let mut tries = Tries::new();
    loop {
        let Some(consultation) = load(db, id).await? else {
            return Ok(true);
        };
        let given = match &consultation.meeting {
            Some(on) => on.ended_before,
            None => consultation.meetings_ended,
        };
        if id.meeting_token(given) != token {
            return Ok(true);
        }
        if consultation.meeting.is_some() {
            return Ok(false);
        }
        let mut transaction = Transaction::new();
        transaction.save(&Consultation {
            meetings_ended: given + 1,
            ..consultation
        });
        if tries.settled(db.commit(transaction).await).await? {
            return Ok(true);
        }
    }
}
