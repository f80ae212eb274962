//! Where a consultation may stand, put together by hand; and how an outcome is
//! written in a table.

use outcome::{Kind, Refusal as _};

use crate::Refusal;
use crate::fixtures::{active, at, came, scheduled, user, waiting};
use crate::model::{Cancellation, Consultation, EndRequest, EventType, Presence, Status};
use crate::rules::Change;

const LEFT: Option<&str> = Some("2027-01-25T10:08:00Z");

fn doctor_left() -> Presence {
    came("of-doctor", "2027-01-25T10:00:15Z", LEFT)
}

fn patient_left() -> Presence {
    came("of-patient", "2027-01-25T10:01:00Z", LEFT)
}

/// What the doctor says at the end.
pub fn request() -> EndRequest {
    EndRequest {
        session_notes: Some("Better.".to_owned()),
        connection_quality_rating: Some(4),
    }
}

/// The standings by name. At 10:09 nothing more has happened to any of them.
///
/// `empty`: everybody has gone. `doctor gone`: the patient alone is in, after
/// the doctor was. `came`: the doctor was there.
pub fn standing(name: &str) -> Consultation {
    let closed = |before: Consultation, status| Consultation {
        status,
        meeting: None,
        meetings_ended: u32::from(before.meeting.is_some()),
        actual_end: before.actual_start.and(LEFT).map(at),
        ..before
    };
    let standing = match name {
        "scheduled" => scheduled(),
        "waiting" => waiting(),
        "waiting, empty" => Consultation {
            doctor: doctor_left(),
            ..waiting()
        },
        "waiting, doctor gone" => Consultation {
            patient: came("of-patient", "2027-01-25T10:08:30Z", None),
            ..standing("waiting, empty")
        },
        "active" => active(),
        "active, doctor gone" => Consultation {
            doctor: doctor_left(),
            ..active()
        },
        "active, empty" => Consultation {
            patient: patient_left(),
            ..standing("active, doctor gone")
        },
        "completed, left" => closed(standing("active, empty"), Status::Completed),
        "completed, ended" => Consultation {
            session_notes: request().session_notes,
            connection_quality_rating: request().connection_quality_rating,
            ended_with: Some(request()),
            ..standing("completed, left")
        },
        "cancelled" => closed(scheduled(), Status::Cancelled),
        "cancelled, came" => closed(standing("waiting, empty"), Status::Cancelled),
        "no-show" => closed(scheduled(), Status::NoShow),
        "no-show, came" => closed(standing("waiting, empty"), Status::NoShow),
        _ => panic!("no standing is named {name}"),
    };
    let cancellation = (standing.status == Status::Cancelled).then(|| Cancellation {
        at: at("2027-01-25T10:08:30Z"),
        by: Some(user("patient")),
        reason: None,
    });
    Consultation {
        cancellation,
        updated_at: at("2027-01-25T10:09:00Z"),
        ..standing
    }
}

/// All of them, in the order of the tables.
pub const STANDINGS: [&str; 13] = [
    "scheduled",
    "waiting",
    "waiting, empty",
    "waiting, doctor gone",
    "active",
    "active, doctor gone",
    "active, empty",
    "completed, left",
    "completed, ended",
    "cancelled",
    "cancelled, came",
    "no-show",
    "no-show, came",
];

/// What came of a command: `403` or `409`; `same`; or the status after it with
/// the events, `+d` for `DOCTOR_JOINED`, `-p` for `PATIENT_LEFT`.
pub fn outcome(before: &Consultation, result: Result<Option<Change>, Refusal>) -> String {
    let change = match result {
        Err(refusal) => return refused(refusal).to_owned(),
        Ok(None) => return "same".to_owned(),
        Ok(Some(change)) => change,
    };
    let events = change.happened.iter().map(|one| match one.event_type {
        EventType::SessionCreated => " created",
        EventType::DoctorJoined => " +d",
        EventType::PatientJoined => " +p",
        EventType::DoctorLeft => " -d",
        EventType::PatientLeft => " -p",
        EventType::SessionCancelled => " cancelled",
        EventType::SessionCompleted => " completed",
        EventType::SessionNoShow => " missed",
        EventType::NotesUpdated => " notes",
    });
    let events: String = events.collect();
    let after = &change.after;
    // What a signal may leave behind to know a late one by is no change that
    // anybody sees.
    let seen = |one: &Consultation| {
        let of = |presence: &Presence| (presence.joined_at, presence.left_at);
        (
            one.period,
            one.status,
            one.meeting.clone(),
            of(&one.doctor),
            of(&one.patient),
        )
    };
    if events.is_empty() && seen(before) == seen(after) {
        return "same".to_owned();
    }
    let status = serde_json::to_value(after.status).unwrap();
    format!("{}{events}", status.as_str().unwrap())
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal.kind() {
        Kind::Forbidden => "403",
        Kind::Conflict => "409",
        kind => panic!("{refusal} is {kind:?}"),
    }
}

/// Judges all cells of a table. The first line names the columns, the others a
/// standing each; what stands in a cell is the law.
pub fn judge(table: &str, cell: impl Fn(&Consultation, &str) -> Result<Option<Change>, Refusal>) {
    let cells = |line: &'_ str| -> Vec<String> {
        let cells = line.split('|').map(|cell| cell.trim().to_owned());
        cells.collect()
    };
    let mut lines = table.trim().lines();
    let columns = cells(lines.next().unwrap());
    let rows: Vec<_> = lines.map(cells).collect();
    assert_eq!(
        rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(),
        STANDINGS,
        "every standing is judged"
    );
    let mut wrong = Vec::new();
    for row in rows {
        assert_eq!(row.len(), columns.len(), "{row:?}");
        let before = standing(&row[0]);
        for (column, expected) in columns.iter().zip(&row).skip(1) {
            let found = outcome(&before, cell(&before, column));
            if found != *expected {
                let (row, command) = (&row[0], &columns[0]);
                wrong.push(format!(
                    "{row}, {command}, {column}: {found}, not {expected}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
