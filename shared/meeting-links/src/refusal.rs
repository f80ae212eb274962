use std::fmt;

use outcome::Kind;

/// What the rules of meeting links say no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each one's sentence stands below")]
pub enum Refusal {
    NotFound,
    NotYours,
    WrongHost,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "Session not found",
            Self::NotYours => "You may do this only with your own sessions",
            Self::WrongHost => "must be a link of its link_type",
        })
    }
}

impl std::error::Error for Refusal {}

impl outcome::Refusal for Refusal {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::NotYours => Kind::Forbidden,
            Self::WrongHost => Kind::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        matches!(self, Self::WrongHost).then_some("link")
    }
}
