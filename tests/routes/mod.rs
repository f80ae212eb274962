mod appointments;
mod common;
mod consultations;
mod meeting_links;
mod tutoring;
