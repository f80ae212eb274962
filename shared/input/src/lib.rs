//! Reads what clients send into types that cannot be wrong.
//!
//! [`Fields`] looks at a body or a query field by field and keeps every
//! complaint, so that a client hears of all its mistakes at once, each with the
//! name of its field.

mod date;
mod fields;
mod money;
mod number;
mod text;
mod value;

pub use fields::{Fields, Place, Read, WrongField};
pub use money::{Amount, Currency};
pub use number::Between;
pub use text::{EmailAddress, HttpsUrl, Label, LongText, Name, Note, Reason, TimeZone, Title};
pub use value::{Field, MISSING, Reference, SENTENCE, Wrong};
