mod appointments;
mod common;
mod consultations;
mod live;
mod meeting_links;
mod tutoring;
