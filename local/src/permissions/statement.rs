use serde_json::Value;

use super::need::Need;

/// The account and partition of ARNs here.
const PSEUDO: &[(&str, &str)] = &[
    ("${AWS::Partition}", "aws"),
    ("${AWS::AccountId}", "000000000000"),
    ("${AWS::Region}", "us-east-1"),
];

const LEADING_KEYS: &str = "dynamodb:LeadingKeys";

/// A statement that says more than is followed here.
#[derive(Debug, thiserror::Error)]
#[error("of a policy's statement {0}")]
pub(crate) struct StatementError(String);

/// An IAM statement that allows: any of its actions, on any of its resources,
/// with no other partition keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    actions: Vec<String>,
    resources: Vec<String>,
    leading_keys: Vec<String>,
}

impl Statement {
    /// Reads it from a template: `!GetAtt Table.Arn` is `Table`.
    ///
    /// # Errors
    ///
    /// It is none that is followed here.
    pub(crate) fn read(statement: &Value) -> Result<Self, StatementError> {
        let wrong = |what: &str| StatementError(what.to_owned());
        let fields = statement
            .as_object()
            .ok_or_else(|| wrong("nothing is read"))?;
        let known = ["Sid", "Effect", "Action", "Resource", "Condition"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(wrong(&format!("{other} is not followed")));
        }
        if statement["Effect"] != "Allow" {
            return Err(wrong("only Allow is followed"));
        }
        Ok(Self {
            actions: texts(&statement["Action"])?,
            resources: texts(&statement["Resource"])?,
            leading_keys: match statement.get("Condition") {
                None => Vec::new(),
                Some(condition) => leading_keys(condition)?,
            },
        })
    }

    /// The parts of it that permit a call, if it does. As in IAM one statement
    /// must permit all of it.
    pub(super) fn permit(&self, need: &Need) -> Option<Vec<String>> {
        let one = |patterns: &[String], text: &str| {
            let mut patterns = patterns.iter();
            patterns.find(|pattern| fits(pattern, text)).cloned()
        };
        let mut parts = vec![
            one(&self.actions, &need.action)?,
            one(&self.resources, &need.resource)?,
        ];
        if !self.leading_keys.is_empty() {
            for key in &need.leading_keys {
                parts.push(one(&self.leading_keys, key)?);
            }
        }
        Some(parts)
    }

    /// Its actions, resources and leading keys.
    pub(super) fn parts(&self) -> impl Iterator<Item = &String> {
        let all = self.actions.iter().chain(&self.resources);
        all.chain(&self.leading_keys)
    }
}

fn leading_keys(condition: &Value) -> Result<Vec<String>, StatementError> {
    let only = |value: &Value, name: &str| {
        let fields = value.as_object().filter(|fields| fields.len() == 1)?;
        fields.get(name).cloned()
    };
    only(condition, "ForAllValues:StringLike")
        .and_then(|like| only(&like, LEADING_KEYS))
        .ok_or_else(|| StatementError(format!("only a condition on {LEADING_KEYS} is followed")))
        .and_then(|keys| texts(&keys))
}

/// One text, or a list of them.
fn texts(value: &Value) -> Result<Vec<String>, StatementError> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    list.iter().map(text).collect()
}

/// A resource by its name in the template, whatever is asked of it.
fn text(value: &Value) -> Result<String, StatementError> {
    let attribute = |name: &str| name.strip_suffix(".Arn").unwrap_or(name).to_owned();
    if let Value::String(text) = value {
        return Ok(text.clone());
    }
    if let Some(name) = value["Fn::GetAtt"].as_str() {
        return Ok(attribute(name));
    }
    let Some(text) = value["Fn::Sub"].as_str() else {
        return Err(StatementError(format!("{value} is not followed")));
    };
    let text = PSEUDO
        .iter()
        .fold(text.to_owned(), |text, (name, is)| text.replace(name, is));
    let mut parts = text.split("${");
    let mut resolved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        resolved.push_str(&attribute(name));
        resolved.push_str(rest);
    }
    Ok(resolved)
}

/// Whether a text is as a pattern says; `*` stands for any part of it.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    let mut tails = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    tails.any(|at| fits(rest, text.get(at..).unwrap_or_default()))
}
