//! What the platform reads from `template.yaml`: the functions, their routes
//! and the table. What is not wired there does not work here either.

mod yaml;

use std::time::Duration;

use serde_json::{Map, Value, json};

/// The template is part of the program, so that it starts from any folder.
const TEXT: &str = include_str!("../../template.yaml");

/// `template.yaml` is not what the platform can start from.
#[derive(Debug, thiserror::Error)]
#[error("template.yaml: {0}")]
pub struct TemplateError(String);

/// The parts of the template that the platform follows.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// All routes of all functions.
    pub(crate) routes: Vec<Route>,
    /// How long a function may take.
    pub(crate) timeout: Duration,
    /// The one table.
    pub(crate) table: Table,
}

/// One `HttpApi` event of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// The function's name, which is its binary's.
    pub(crate) function: String,
    /// `None` = any.
    pub(crate) method: Option<String>,
    /// `None` = `$default`.
    pub(crate) path: Option<String>,
}

/// An `AWS::DynamoDB::Table`, as `CreateTable` and `UpdateTimeToLive` take it.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// `CreateTable`'s request, still without a name.
    pub(crate) create: Map<String, Value>,
    /// The attribute by which items expire.
    pub(crate) expires_by: String,
}

impl Template {
    /// The template of this project.
    pub(crate) fn load() -> Result<Self, TemplateError> {
        Self::parse(TEXT)
    }

    fn parse(text: &str) -> Result<Self, TemplateError> {
        let whole = yaml::parse(text).map_err(|error| TemplateError(error.to_string()))?;
        let resources = whole["Resources"]
            .as_object()
            .ok_or_else(|| missing("Resources"))?;
        let of_type =
            |wanted: &'static str| resources.values().filter(move |one| one["Type"] == wanted);
        let mut routes = Vec::new();
        for function in of_type("AWS::Serverless::Function") {
            routes.extend(routes_of(function)?);
        }
        let table = of_type("AWS::DynamoDB::Table")
            .next()
            .ok_or_else(|| missing("a table"))?;
        let timeout = whole["Globals"]["Function"]["Timeout"]
            .as_u64()
            .unwrap_or(3);
        Ok(Self {
            routes,
            timeout: Duration::from_secs(timeout),
            table: table_of(&table["Properties"])?,
        })
    }
}

fn routes_of(function: &Value) -> Result<Vec<Route>, TemplateError> {
    let name = function["Metadata"]["BuildProperties"]["Binary"]
        .as_str()
        .ok_or_else(|| missing("Metadata.BuildProperties.Binary of a function"))?;
    let Some(events) = function["Properties"]["Events"].as_object() else {
        return Ok(Vec::new());
    };
    let route = |event: &Value| {
        let text = |field: &str| event["Properties"][field].as_str().map(str::to_owned);
        Route {
            function: name.to_owned(),
            method: text("Method")
                .map(|method| method.to_uppercase())
                .filter(|method| method != "ANY"),
            path: text("Path").filter(|path| path != "$default"),
        }
    };
    Ok(events
        .values()
        .filter(|event| event["Type"] == "HttpApi")
        .map(route)
        .collect())
}

fn table_of(properties: &Value) -> Result<Table, TemplateError> {
    let mut create = Map::new();
    for field in [
        "AttributeDefinitions",
        "KeySchema",
        "GlobalSecondaryIndexes",
        "BillingMode",
    ] {
        if let Some(value) = properties.get(field) {
            create.insert(field.to_owned(), value.clone());
        }
    }
    if let Some(view) = properties["StreamSpecification"]["StreamViewType"].as_str() {
        let stream = json!({ "StreamEnabled": true, "StreamViewType": view });
        create.insert("StreamSpecification".to_owned(), stream);
    }
    let expires_by = properties["TimeToLiveSpecification"]["AttributeName"].as_str();
    let expires_by = expires_by
        .ok_or_else(|| missing("TimeToLiveSpecification.AttributeName"))?
        .to_owned();
    Ok(Table { create, expires_by })
}

fn missing(what: &str) -> TemplateError {
    TemplateError(format!("{what} is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_template_names_its_functions_and_its_table() {
        let template = Template::load().unwrap();
        let wired = |function: &str, path: Option<&str>| {
            template
                .routes
                .iter()
                .any(|route| route.function == function && route.path.as_deref() == path)
        };
        assert!(wired("health", Some("/health")));
        assert!(wired("health", None), "$default");
        assert!(wired("sessions", Some("/bookings/{booking_id}/session")));
        assert_eq!(template.table.expires_by, "expires_at");
        assert_eq!(template.table.create["KeySchema"][0]["AttributeName"], "pk");
        assert_eq!(
            template.table.create["StreamSpecification"]["StreamEnabled"],
            true
        );
    }

    #[test]
    fn every_path_has_both_forms() {
        let template = Template::load().unwrap();
        let paths: Vec<&str> = template
            .routes
            .iter()
            .filter_map(|route| route.path.as_deref())
            .collect();
        for path in &paths {
            let other = path
                .strip_suffix('/')
                .map_or_else(|| format!("{path}/"), str::to_owned);
            assert!(paths.contains(&other.as_str()), "{path} without {other}");
        }
    }
}
