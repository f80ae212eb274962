//! What the platform reads from `template.yaml`: the functions, their routes
//! and events, and the table. What is not wired there does not work here either.

mod function;
mod read;
mod schedule;
mod wiring;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::permissions::Statement;

pub(crate) use wiring::{Invocation, OnBus, Rule, Schedule, StreamMapping, Wiring};

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
    /// What leads events to functions.
    pub(crate) wiring: Wiring,
    /// What each function may do.
    pub(crate) statements: BTreeMap<String, Vec<Statement>>,
    /// The environment variables that each function is given.
    pub(crate) environments: BTreeMap<String, BTreeSet<String>>,
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
        let timeout = whole["Globals"]["Function"]["Timeout"]
            .as_u64()
            .unwrap_or(3);
        let timeout = Duration::from_secs(timeout);
        let mut routes = Vec::new();
        let mut wiring = Wiring::default();
        let mut names = BTreeMap::new();
        let (mut statements, mut environments) = (BTreeMap::new(), BTreeMap::new());
        let globals = &whole["Globals"]["Function"];
        for (id, resource) in resources {
            if resource["Type"] == "AWS::Serverless::Function" {
                let name = name_of(resource)?;
                routes.extend(routes_of(name, resource));
                wiring.add_function(name, resource, timeout)?;
                statements.insert(name.to_owned(), function::statements(name, resource)?);
                let given = function::environment([globals, &resource["Properties"]]);
                environments.insert(name.to_owned(), given);
                names.insert(id.clone(), name.to_owned());
            }
        }
        for rule in of_type("AWS::Events::Rule") {
            wiring.add_rule(rule, &names)?;
        }
        let table = of_type("AWS::DynamoDB::Table")
            .next()
            .ok_or_else(|| missing("a table"))?;
        Ok(Self {
            routes,
            timeout,
            table: table_of(&table["Properties"])?,
            wiring,
            statements,
            environments,
        })
    }
}

/// A function goes by its binary's name, which is its folder's.
fn name_of(function: &Value) -> Result<&str, TemplateError> {
    function["Metadata"]["BuildProperties"]["Binary"]
        .as_str()
        .ok_or_else(|| missing("Metadata.BuildProperties.Binary of a function"))
}

fn routes_of(name: &str, function: &Value) -> Vec<Route> {
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
    let events = function["Properties"]["Events"].as_object();
    events
        .into_iter()
        .flat_map(Map::values)
        .filter(|event| event["Type"] == "HttpApi")
        .map(route)
        .collect()
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
    use crate::gateway::Routes;

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
    fn the_projects_stream_leads_to_the_relay() {
        let wiring = Template::load().unwrap().wiring;
        let relay = wiring
            .streams
            .iter()
            .find(|one| one.function == "outbox-relay");
        let relay = relay.unwrap();
        assert!(relay.bisects && relay.reports_failures);
        assert_eq!(relay.queue.as_deref(), Some("DeadLetterQueue"));
        let wanted = |record: &Value| relay.filters.iter().any(|one| one.matches(record));
        let record = |name: &str, outbox: Value| json!({ "eventName": name, "dynamodb": { "NewImage": { "outbox": outbox } } });
        let whole = json!({ "M": { "event_id": { "S": "e" } } });
        assert!(wanted(&record("INSERT", whole.clone())));
        assert!(wanted(&record("INSERT", json!({ "S": "text" }))));
        assert!(!wanted(&record("MODIFY", whole)));
        assert!(!wanted(
            &json!({ "eventName": "INSERT", "dynamodb": { "NewImage": {} } })
        ));
    }

    #[test]
    fn rules_and_schedules_are_read() {
        let text = r#"
Globals: { Function: { Timeout: 15 } }
Resources:
  Table: { Type: AWS::DynamoDB::Table, Properties: { TimeToLiveSpecification: { AttributeName: t } } }
  Intake:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: intake } }
    Properties:
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Dead.Arn } }
      Events:
        Booked: { Type: EventBridgeRule, Properties: { EventBusName: !Ref Bus, Pattern: { detail-type: [booked] } } }
        Chime: { Type: EventBridgeRule, Properties: { Pattern: { source: [aws.chime] } } }
        Minute: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 minute) } }
        Off: { Type: Schedule, Properties: { Schedule: rate(1 hour), Enabled: false } }
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: !GetAtt Bus.Name
      EventPattern: { source: [a] }
      Targets: [{ Id: one, Arn: !GetAtt Intake.Arn, Input: '{"a":1}' }]
"#;
        let wiring = Template::parse(text).unwrap().wiring;
        let on: Vec<OnBus> = wiring.rules.iter().map(|rule| rule.bus).collect();
        assert_eq!(on, [OnBus::Own, OnBus::Default, OnBus::Own]);
        assert!(wiring.rules.iter().all(|rule| rule.function == "intake"));
        assert_eq!(wiring.rules[2].input, Some(json!({ "a": 1 })));
        assert_eq!(wiring.schedules.len(), 1);
        assert_eq!(wiring.schedules[0].every, Duration::from_secs(60));
        let how = &wiring.invocations["intake"];
        assert_eq!((how.retries, how.queue.as_deref()), (1, Some("Dead")));
        for wrong in ["{ detail-type: booked }", "{ f: [{ cidr: 10.0.0.0/8 }] }"] {
            assert!(Template::parse(&text.replace("{ detail-type: [booked] }", wrong)).is_err());
        }
    }

    /// API Gateway refuses routes that end in a slash.
    #[test]
    fn no_route_ends_in_a_slash() {
        let template = Template::load().unwrap();
        let paths = template
            .routes
            .iter()
            .filter_map(|route| route.path.as_deref());
        assert_eq!(paths.filter(|path| path.ends_with('/')).count(), 0);
    }

    #[test]
    fn every_path_leads_to_the_same_function_with_a_slash() {
        let template = Template::load().unwrap();
        let routes = Routes::new(&template.routes, |name| Some(name.to_owned())).unwrap();
        for route in &template.routes {
            let path = route.path.as_deref().unwrap_or("/nowhere");
            let path = path.replace("{proxy+}", "x").replace(['{', '}'], "");
            let with_slash = routes.find("GET", &format!("{path}/"));
            assert_eq!(with_slash.as_ref(), Some(&route.function), "{path}/");
        }
    }
}
