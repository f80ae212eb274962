//! The rules that every API shares: tokens, roles, error shapes, bodies,
//! paging, idempotency, the rate limit, log lines. A function's router goes
//! through [`stack`] and has them all.

mod answer;
mod api;
mod body;
mod boundary;
mod call;
mod context;
mod error;
mod idempotency;
mod identity;
mod jwks;
mod live;
mod metrics;
pub mod openapi;
mod paging;
mod path;
mod query;
mod rate_limit;
pub mod shape;
mod stack;
mod token;

pub use answer::{created, hundredths, milliseconds, no_store, ok, plain_id};
pub use api::Api;
pub use body::{Input, Once, ReadBy};
pub use call::{
    Anybody, Call, Consultants, Doctors, Instructors, LinkKeepers, Policy, Students, SuperAdmins,
    Teachers, Tutors, Visit,
};
pub use error::{ApiError, refuse};
pub use idempotency::{Claim, IdempotencyKey};
pub use identity::{Identity, Role, Roles};
pub use paging::{PageLimit, PageNumber, PageSkip, Paged};
pub use path::{Id, MaybeId};
pub use query::Params;
pub use stack::{open_stack, stack};
