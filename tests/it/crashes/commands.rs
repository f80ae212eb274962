/// Who gives which command.
pub(crate) type Step = (&'static str, &'static str);

/// A service and one of its operations.
pub(super) type Operation = (&'static str, &'static str);

const INTENT: Operation = ("dynamodb", "PutItem");
const COMMIT: Operation = ("dynamodb", "TransactWriteItems");
const CREATE_MEETING: Operation = ("chime", "CreateMeeting");
const CREATE_ATTENDEE: Operation = ("chime", "CreateAttendee");
const DELETE_ATTENDEE: Operation = ("chime", "DeleteAttendee");
const DELETE_MEETING: Operation = ("chime", "DeleteMeeting");

const DOCTOR_JOINS: Step = ("doctor", "join");
const PATIENT_JOINS: Step = ("patient", "join");
const DOCTOR_LEAVES: Step = ("doctor", "leave");

/// A command, and what it makes of a session.
pub(super) struct Command {
    pub(super) name: &'static str,
    /// What is done with the session before.
    pub(super) before: &'static [Step],
    pub(super) step: Step,
    /// Each write and each call of Chime in it, in order.
    pub(super) calls: &'static [Operation],
    pub(super) status: &'static str,
    /// The audit trail after it, from the creation on.
    pub(super) trail: &'static [&'static str],
    /// Who is in the meeting after it. When it is over there is none.
    pub(super) inside: &'static [&'static str],
}

impl Command {
    pub(super) fn closes(&self) -> bool {
        matches!(self.status, "COMPLETED" | "CANCELLED")
    }
}

pub(super) const JOIN: Command = Command {
    name: "the first join",
    before: &[],
    step: DOCTOR_JOINS,
    calls: &[INTENT, CREATE_MEETING, CREATE_ATTENDEE, COMMIT],
    status: "WAITING",
    trail: &["DOCTOR_JOINED"],
    inside: &["doctor"],
};

pub(super) const END: Command = Command {
    name: "the end",
    before: &[DOCTOR_JOINS, PATIENT_JOINS],
    step: ("doctor", "end"),
    calls: &[COMMIT, DELETE_MEETING],
    status: "COMPLETED",
    trail: &[
        "DOCTOR_JOINED",
        "PATIENT_JOINED",
        "DOCTOR_LEFT",
        "PATIENT_LEFT",
        "SESSION_COMPLETED",
    ],
    inside: &[],
};

pub(super) const ALL: [Command; 9] = [
    JOIN,
    Command {
        name: "the second join",
        before: &[DOCTOR_JOINS],
        step: PATIENT_JOINS,
        calls: &[CREATE_ATTENDEE, COMMIT],
        status: "ACTIVE",
        trail: &["DOCTOR_JOINED", "PATIENT_JOINED"],
        inside: &["doctor", "patient"],
    },
    Command {
        name: "joining again",
        before: &[DOCTOR_JOINS, PATIENT_JOINS, DOCTOR_LEAVES],
        step: DOCTOR_JOINS,
        calls: &[CREATE_ATTENDEE, COMMIT],
        status: "ACTIVE",
        trail: &[
            "DOCTOR_JOINED",
            "PATIENT_JOINED",
            "DOCTOR_LEFT",
            "DOCTOR_JOINED",
        ],
        inside: &["doctor", "patient"],
    },
    Command {
        name: "the first who leaves",
        before: &[DOCTOR_JOINS, PATIENT_JOINS],
        step: DOCTOR_LEAVES,
        calls: &[DELETE_ATTENDEE, COMMIT],
        status: "ACTIVE",
        trail: &["DOCTOR_JOINED", "PATIENT_JOINED", "DOCTOR_LEFT"],
        inside: &["patient"],
    },
    Command {
        name: "the last who leaves",
        before: &[DOCTOR_JOINS, PATIENT_JOINS, DOCTOR_LEAVES],
        step: ("patient", "leave"),
        calls: &[COMMIT, DELETE_MEETING],
        status: "COMPLETED",
        trail: &[
            "DOCTOR_JOINED",
            "PATIENT_JOINED",
            "DOCTOR_LEFT",
            "PATIENT_LEFT",
            "SESSION_COMPLETED",
        ],
        inside: &[],
    },
    END,
    Command {
        name: "cancelling a scheduled one",
        before: &[],
        step: ("patient", "cancel"),
        calls: &[COMMIT],
        status: "CANCELLED",
        trail: &["SESSION_CANCELLED"],
        inside: &[],
    },
    Command {
        name: "cancelling a waiting one",
        before: &[DOCTOR_JOINS],
        step: ("doctor", "cancel"),
        calls: &[COMMIT, DELETE_MEETING],
        status: "CANCELLED",
        trail: &["DOCTOR_JOINED", "DOCTOR_LEFT", "SESSION_CANCELLED"],
        inside: &[],
    },
    Command {
        name: "cancelling an active one",
        before: &[DOCTOR_JOINS, PATIENT_JOINS],
        step: ("admin", "cancel"),
        calls: &[COMMIT, DELETE_MEETING],
        status: "CANCELLED",
        trail: &[
            "DOCTOR_JOINED",
            "PATIENT_JOINED",
            "DOCTOR_LEFT",
            "PATIENT_LEFT",
            "SESSION_CANCELLED",
        ],
        inside: &[],
    },
];
