use serde_json::Value;

use super::matcher::{Comparison, Glob, Matcher, Test};
use super::{Field, Pattern, PatternError};

pub(super) fn pattern(value: &Value) -> Result<Pattern, PatternError> {
    let object = value
        .as_object()
        .filter(|object| !object.is_empty())
        .ok_or_else(|| wrong("a pattern is an object with fields", value))?;
    let mut read = Pattern::default();
    for (name, value) in object {
        match (name.as_str(), value) {
            ("$or", Value::Array(patterns)) if patterns.len() > 1 => {
                read.alternatives
                    .push(patterns.iter().map(pattern).collect::<Result<_, _>>()?);
            }
            (_, Value::Array(matchers)) if !matchers.is_empty() => {
                let matchers = matchers.iter().map(matcher).collect::<Result<_, _>>()?;
                read.fields.push((name.clone(), Field::OneOf(matchers)));
            }
            (_, Value::Object(_)) => {
                read.fields
                    .push((name.clone(), Field::Nested(pattern(value)?)));
            }
            _ => return Err(wrong("a field takes a list or an object", value)),
        }
    }
    Ok(read)
}

fn matcher(value: &Value) -> Result<Matcher, PatternError> {
    let Value::Object(_) = value else {
        return literal(value).map(Matcher::Is);
    };
    match operator(value)? {
        ("exists", Value::Bool(wanted)) => Ok(Matcher::Exists(*wanted)),
        ("anything-but", but) => anything_but(but).map(Matcher::AnythingBut),
        ("numeric", Value::Array(parts)) => comparisons(parts, value).map(Matcher::Is),
        (name, of) => text_test(name, of)
            .ok_or_else(|| wrong("unknown matcher", value))
            .map(Matcher::Is),
    }
}

/// The one name in an operator's object, and what it is given.
fn operator(value: &Value) -> Result<(&str, &Value), PatternError> {
    let mut entries = value.as_object().into_iter().flatten();
    match (entries.next(), entries.next()) {
        (Some((name, of)), None) => Ok((name, of)),
        _ => Err(wrong("a matcher has one name", value)),
    }
}

fn literal(value: &Value) -> Result<Test, PatternError> {
    match value {
        Value::Array(_) | Value::Object(_) => Err(wrong("not a plain value", value)),
        plain => Ok(Test::Equals(plain.clone())),
    }
}

fn anything_but(but: &Value) -> Result<Vec<Test>, PatternError> {
    match but {
        Value::Array(values) if !values.is_empty() => values.iter().map(literal).collect(),
        Value::Object(_) => {
            let (name, of) = operator(but)?;
            let several = match of {
                Value::Array(several) if !several.is_empty() => several.as_slice(),
                one => std::slice::from_ref(one),
            };
            several
                .iter()
                .map(|one| {
                    text_test(name, one)
                        .ok_or_else(|| wrong("unknown matcher in anything-but", but))
                })
                .collect()
        }
        one => Ok(vec![literal(one)?]),
    }
}

fn text_test(name: &str, of: &Value) -> Option<Test> {
    let cased = |of: &Value| match of {
        Value::String(text) => Some((text.clone(), false)),
        Value::Object(object) if object.len() == 1 => {
            let text = object.get("equals-ignore-case")?.as_str()?;
            Some((text.to_owned(), true))
        }
        _ => None,
    };
    match name {
        "prefix" => cased(of).map(|(text, ignore_case)| Test::Prefix { text, ignore_case }),
        "suffix" => cased(of).map(|(text, ignore_case)| Test::Suffix { text, ignore_case }),
        "equals-ignore-case" => Some(Test::EqualsIgnoreCase(of.as_str()?.to_owned())),
        "wildcard" => globs(of.as_str()?).map(Test::Wildcard),
        _ => None,
    }
}

/// `*` is any text, `\*` and `\\` are themselves; `**` is not allowed.
fn globs(text: &str) -> Option<Vec<Glob>> {
    let mut globs = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let glob = match character {
            '*' if globs.last() == Some(&Glob::Any) => return None,
            '*' => Glob::Any,
            '\\' => Glob::One(
                characters
                    .next()
                    .filter(|next| matches!(next, '*' | '\\'))?,
            ),
            other => Glob::One(other),
        };
        globs.push(glob);
    }
    Some(globs)
}

fn comparisons(parts: &[Value], whole: &Value) -> Result<Test, PatternError> {
    let comparison = |pair: &[Value]| {
        let [name, limit] = pair else { return None };
        let comparison = match name.as_str()? {
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            "=" => Comparison::Equal,
            ">=" => Comparison::AtLeast,
            ">" => Comparison::Greater,
            _ => return None,
        };
        Some((comparison, limit.as_f64()?))
    };
    let read: Option<Vec<_>> = parts.chunks(2).map(comparison).collect();
    read.filter(|read| matches!(read.len(), 1 | 2))
        .map(Test::Numeric)
        .ok_or_else(|| wrong("numeric takes one or two comparisons", whole))
}

fn wrong(why: &str, value: &Value) -> PatternError {
    PatternError(format!("{why}: {value}"))
}
