//! The shapes of what requests may hold, as the API description tells them:
//! each stands for the type of `input` or `ids` that reads such a value.

use utoipa::openapi::schema::{SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Everything but control characters; line feeds and tabs may be.
macro_rules! readable {
    () => {
        r"[^\x00-\x08\x0b-\x1f\x7f-\x9f]"
    };
}

/// Such a text with something to see in it.
macro_rules! filled {
    () => {
        concat!(
            "^",
            readable!(),
            "*",
            r"[^\x00-\x20\x7f-\xa0\s]",
            readable!(),
            "*$"
        )
    };
}

/// Defines the shape of a text.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $pattern:expr, $longest:literal) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(SchemaType::new(Type::String))
                    .pattern(Some($pattern))
                    .max_length(Some($longest))
                    .build()
                    .into()
            }
        }

        impl ToSchema for $name {}
    };
}

const USER_ID: &str = "^[A-Za-z0-9][A-Za-z0-9._:@|+-]*$";

text!(
    /// A user id in a path or query.
    UserIdText,
    USER_ID,
    128
);
text!(
    /// A name or title.
    Name,
    filled!(),
    200
);
text!(
    /// A short label.
    Label,
    filled!(),
    60
);
text!(
    /// A note of a session.
    Note,
    filled!(),
    4_000
);
text!(
    /// Why something was done; may be empty.
    Reason,
    concat!("^", readable!(), "*$"),
    2_000
);
text!(
    /// A long text; may be empty.
    LongText,
    concat!("^", readable!(), "*$"),
    10_000
);
text!(
    /// A currency of three letters.
    Currency,
    "^[A-Za-z]{3}$",
    3
);
text!(
    /// A time of day on a clock of 24 hours; 24:00 is the end of the day.
    TimeOfDay,
    "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
    5
);

/// A user id; one of digits alone may be a number.
#[derive(Debug)]
pub struct UserId;

impl PartialSchema for UserId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Integer]))
            .pattern(Some(USER_ID))
            .max_length(Some(128))
            .minimum(Some(0))
            .maximum(Some(18_446_744_073_709_551_615_usize))
            .build()
            .into()
    }
}

impl ToSchema for UserId {}

/// The number of a page, from 1 on.
#[derive(Debug)]
pub struct PageNumber;

impl PartialSchema for PageNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Integer))
            .minimum(Some(1))
            .maximum(Some(crate::PageNumber::MOST))
            .build()
            .into()
    }
}

impl ToSchema for PageNumber {}
