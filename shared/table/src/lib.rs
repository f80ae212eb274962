//! The one table: entities that own their keys, typed reads, transactions
//! whose every write says what its failure means, and the gate that lets
//! nothing be written for a caller who is over the rate limit.

mod db;
mod entity;
mod error;
mod found;
mod gate;
mod meter;
mod paging;
mod transaction;
mod tries;

pub use db::{Db, Table};
pub use entity::{Entity, Index, Item, Key, Keys, Versioned};
pub use error::Lost;
pub use found::Found;
pub use gate::{Admission, Gate};
pub use meter::{Meter, Usage};
pub use paging::{Cursor, InvalidCursor, Page, Query};
pub use transaction::{Condition, Transaction, Write};
pub use tries::Tries;
