//! What may be done, and what comes of it: pure functions.

mod recording;
mod scheduled;
mod session;

pub use recording::{
    Outcome, Started, ask_recording, may_record, may_see_recording, may_stop, over_at, settle,
    stopped, unsettled,
};
pub use scheduled::{
    Changes, NewScheduled, change, create_scheduled, may_delete_scheduled, may_link, may_update,
};
pub use session::{NewSession, create, may_delete, room_name};

#[cfg(test)]
mod tests;
