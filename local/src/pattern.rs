//! EventBridge's pattern language, as rules and the filters of stream mappings
//! use it: exact values, `prefix`, `suffix`, `anything-but`, `exists`,
//! `numeric`, `equals-ignore-case`, `wildcard`, nested fields, arrays, `$or`.
//! `cidr` is told to be unknown, as everything else is that is not understood.

mod matcher;
mod read;

use serde_json::{Map, Value};

use matcher::Matcher;

/// A pattern that cannot be followed, and why.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct PatternError(String);

/// What an event must be like: every field fits, and one of each `$or`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pattern {
    fields: Vec<(String, Field)>,
    alternatives: Vec<Vec<Pattern>>,
}

/// What a field must be like.
#[derive(Clone, Debug, PartialEq)]
enum Field {
    /// An object that fits, or a list with one.
    Nested(Pattern),
    /// A value, or a list with one, that one of these takes.
    OneOf(Vec<Matcher>),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Says what is not understood.
    pub(crate) fn read(pattern: &Value) -> Result<Self, PatternError> {
        read::pattern(pattern)
    }

    /// Whether an event is so.
    pub(crate) fn matches(&self, event: &Value) -> bool {
        match event {
            // The fields of one element belong together.
            Value::Array(elements) => elements.iter().any(|element| self.matches(element)),
            Value::Object(object) => self.fits(object),
            // What is absent may be asked to be.
            _ => self.fits(&Map::new()),
        }
    }

    fn fits(&self, object: &Map<String, Value>) -> bool {
        let field = |(name, field): &(String, Field)| {
            let value = object.get(name);
            match field {
                Field::Nested(pattern) => pattern.matches(value.unwrap_or(&Value::Null)),
                Field::OneOf(matchers) => {
                    let mut found = Vec::new();
                    leaves(value, &mut found);
                    matchers.iter().any(|matcher| matcher.takes(&found))
                }
            }
        };
        let one_of = |patterns: &Vec<Self>| patterns.iter().any(|pattern| pattern.fits(object));
        self.fields.iter().all(field) && self.alternatives.iter().all(one_of)
    }
}

/// The values at a field: a list has many, an object none, since only leaves
/// are compared.
fn leaves<'a>(value: Option<&'a Value>, found: &mut Vec<&'a Value>) {
    match value {
        None | Some(Value::Object(_)) => {}
        Some(Value::Array(elements)) => {
            elements
                .iter()
                .for_each(|element| leaves(Some(element), found));
        }
        Some(leaf) => found.push(leaf),
    }
}

#[cfg(test)]
mod tests;
