//! Each struct against its schema, and both against the seed's examples.

mod appointment;
mod appointment_malformed;
mod appointment_rules;
mod consultation;
mod live;
mod schema;
mod seed;
mod tutoring;

use ids::UserId;
use jiff::Timestamp;

use schema::Schema;

fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}
