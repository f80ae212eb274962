use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::TemplateError;
use crate::permissions::Statement;

/// What a function may do, from its inline policies.
pub(super) fn statements(name: &str, function: &Value) -> Result<Vec<Statement>, TemplateError> {
    let policies = function["Properties"]["Policies"].as_array();
    let mut statements = Vec::new();
    for policy in policies.into_iter().flatten() {
        let Some(list) = policy["Statement"].as_array() else {
            let only = "only policies with statements are followed";
            return Err(TemplateError(format!("a policy of {name}: {only}")));
        };
        for statement in list {
            let read = Statement::read(statement);
            statements.push(read.map_err(|error| TemplateError(format!("{name}: {error}")))?);
        }
    }
    Ok(statements)
}

/// The environment variables that are set in these properties.
pub(super) fn environment(properties: [&Value; 2]) -> BTreeSet<String> {
    let variables = properties.map(|all| all["Environment"]["Variables"].as_object());
    let names = variables.into_iter().flatten().flat_map(Map::keys);
    names.cloned().collect()
}
