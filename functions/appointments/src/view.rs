use appointments::model::{
    Appointment, AppointmentId, AppointmentStatus, Consulted, Listing, SessionType,
};
use appointments::rules::SessionState;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use web::{hundredths, plain_id};

/// An appointment as lists show it.
#[derive(Serialize, ToSchema)]
pub struct AppointmentRow {
    #[schema(value_type = u64, example = 47)]
    id: AppointmentId,
    #[schema(example = "Jane Doe")]
    patient_name: Option<String>,
    #[schema(example = "Individual Therapy")]
    service_name: String,
    #[schema(value_type = String, format = DateTime)]
    appointment_date: Timestamp,
    /// The day in the time zone asked for.
    #[schema(example = "Sun, 16 Nov 2025")]
    formatted_date: String,
    /// The time in the time zone asked for.
    #[schema(example = "08:00 AM")]
    formatted_time: String,
    duration_minutes: i64,
    #[schema(value_type = String, example = "confirmed")]
    status: AppointmentStatus,
    #[schema(value_type = String, example = "telehealth")]
    session_type: SessionType,
    /// The name of the Twilio room; null in the practice.
    video_room_id: Option<String>,
    /// Where people meet; null in the practice.
    meeting_url: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    session_start_time: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    session_end_time: Timestamp,
    /// Before the start, else null.
    time_until_start_seconds: Option<i64>,
    /// While it runs, else null.
    time_remaining_seconds: Option<i64>,
    /// `upcoming`, `in_progress`, `ended` or `cancelled`.
    #[schema(example = "upcoming")]
    session_status: &'static str,
    /// From 15 minutes before the start to the end of what is scheduled or
    /// confirmed over video.
    can_join_session: bool,
}

/// How an appointment is shown: in which zone, when, and where people meet.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    pub meeting_base_url: Option<&'a str>,
}

impl Shown<'_> {
    pub(crate) fn row(self, listing: Listing) -> AppointmentRow {
        let Listing {
            period,
            status,
            session_type,
            ..
        } = listing;
        let state = SessionState::of(period, status, session_type, self.now);
        let start = period.start.to_zoned(self.zone.clone());
        let room = listing.room_name.as_ref();
        let meeting_url = self.meeting_base_url.zip(room);
        let meeting_url = meeting_url.map(|(base, room)| format!("{base}/video-session/{room}"));
        AppointmentRow {
            id: listing.appointment_id,
            patient_name: listing.patient_name,
            service_name: listing.service_name,
            appointment_date: period.start,
            formatted_date: start.strftime("%a, %d %b %Y").to_string(),
            formatted_time: start.strftime("%I:%M %p").to_string(),
            duration_minutes: period.length().as_mins(),
            status,
            session_type,
            meeting_url,
            video_room_id: listing.room_name,
            session_start_time: period.start,
            session_end_time: period.end,
            time_until_start_seconds: state.seconds_until_start,
            time_remaining_seconds: state.seconds_remaining,
            session_status: state.word,
            can_join_session: state.can_join,
        }
    }

    /// All of an appointment; the notes are for psychologist and admin alone.
    pub(crate) fn details(self, of: Appointment, with_notes: bool) -> AppointmentDetails {
        AppointmentDetails {
            row: self.row(Listing::of(&of)),
            psychologist_id: plain_id(&of.psychologist_id),
            patient_id: plain_id(&of.patient_id),
            clinic_id: of.clinic_id,
            consultation_fee: of.fee_hundredths.map(hundredths),
            currency: of.currency,
            created_at: of.created_at,
            updated_at: of.updated_at,
            consulted: of
                .consulted
                .map(|consulted| ConsultedView::of(consulted, with_notes)),
        }
    }
}

/// An appointment, whole.
#[derive(Serialize, ToSchema)]
pub struct AppointmentDetails {
    #[serde(flatten)]
    row: AppointmentRow,
    /// A number when the id is all digits.
    #[schema(value_type = web::shape::UserId, example = 19)]
    psychologist_id: Value,
    /// A number when the id is all digits.
    #[schema(value_type = web::shape::UserId, example = 2)]
    patient_id: Value,
    clinic_id: Option<i64>,
    consultation_fee: Option<f64>,
    #[schema(example = "USD")]
    currency: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    #[serde(flatten)]
    #[schema(value_type = ConsultedView)]
    consulted: Option<ConsultedView>,
}

/// What its consultation came to; nothing of it is there before.
#[derive(Serialize, ToSchema)]
struct ConsultedView {
    #[schema(value_type = String, format = DateTime, required = false)]
    consultation_date: Timestamp,
    #[schema(required = false)]
    consultation_duration_minutes: u32,
    #[schema(required = false)]
    video_session_id: String,
    /// For psychologist and admin alone: the notes, or null without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    consultation_notes: Option<Option<String>>,
}

impl ConsultedView {
    fn of(consulted: Consulted, with_notes: bool) -> Self {
        Self {
            consultation_date: consulted.started_at,
            consultation_duration_minutes: consulted.duration_minutes,
            video_session_id: consulted.video_session_id,
            consultation_notes: with_notes.then_some(consulted.notes),
        }
    }
}
