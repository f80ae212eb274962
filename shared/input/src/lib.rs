//! Reads what clients send into types that cannot be wrong.
//!
//! [`Fields`] looks at a body or a query field by field and keeps every
//! complaint, so that a client hears of all its mistakes at once, each with the
//! name of its field.

mod fields;
mod text;
mod value;

pub use fields::{Fields, Place, Read, WrongField};
pub use text::{EmailAddress, HttpsUrl, Label, LongText, Name, Note, TimeZone, Title};
pub use value::{Field, Reference, Wrong};
