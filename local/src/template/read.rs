use serde_json::Value;

use super::TemplateError;
use super::wiring::{OnBus, Rule, StreamMapping};
use crate::pattern::Pattern;

/// The tries that a stream's records are given again when the mapping does not
/// say. In the cloud it is until they expire.
const STREAM_RETRIES: u64 = 1_000;

/// Lambda's default number of stream records in a batch.
const BATCH: u64 = 100;

pub(super) fn rule(
    function: &str,
    properties: &Value,
    pattern: &Value,
) -> Result<Rule, TemplateError> {
    let bus = match &properties["EventBusName"] {
        Value::Null => OnBus::Default,
        Value::String(name) if name == "default" => OnBus::Default,
        _ => OnBus::Own,
    };
    Ok(Rule {
        bus,
        pattern: Pattern::read(pattern)
            .map_err(|error| TemplateError(format!("a rule of {function}: {error}")))?,
        function: function.to_owned(),
        input: input(properties)?,
    })
}

pub(super) fn stream(function: &str, properties: &Value) -> Result<StreamMapping, TemplateError> {
    let wrong = |problem: String| TemplateError(format!("a filter of {function}: {problem}"));
    let filters = properties["FilterCriteria"]["Filters"].as_array();
    let filter = |filter: &Value| {
        let text = filter["Pattern"].as_str().unwrap_or_default();
        let pattern = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
        Pattern::read(&pattern).map_err(|error| wrong(error.to_string()))
    };
    let reports = properties["FunctionResponseTypes"].as_array();
    let batch = properties["BatchSize"].as_u64().unwrap_or(BATCH);
    Ok(StreamMapping {
        function: function.to_owned(),
        filters: filters
            .into_iter()
            .flatten()
            .map(filter)
            .collect::<Result<_, _>>()?,
        batch: usize::try_from(batch).unwrap_or(1).max(1),
        reports_failures: reports
            .is_some_and(|types| types.iter().any(|one| one == "ReportBatchItemFailures")),
        bisects: properties["BisectBatchOnFunctionError"] == true,
        retries: properties["MaximumRetryAttempts"]
            .as_u64()
            .unwrap_or(STREAM_RETRIES),
        queue: resource(&properties["DestinationConfig"]["OnFailure"]["Destination"]),
    })
}

/// A constant input; what would rewrite the event is not followed.
pub(super) fn input(properties: &Value) -> Result<Option<Value>, TemplateError> {
    if ["InputPath", "InputTransformer"]
        .iter()
        .any(|name| properties.get(name).is_some())
    {
        return Err(TemplateError(
            "only a constant Input is followed".to_owned(),
        ));
    }
    let text = properties["Input"].as_str();
    let read = text.map(serde_json::from_str).transpose();
    read.map_err(|error| TemplateError(format!("Input: {error}")))
}

/// The resource that `!GetAtt Name.Arn` or `!Ref Name` names.
pub(super) fn resource(value: &Value) -> Option<String> {
    let named = match &value["Fn::GetAtt"] {
        Value::Array(parts) => parts.first()?.as_str()?,
        Value::String(text) => text.split('.').next()?,
        _ => value["Ref"].as_str()?,
    };
    Some(named.to_owned())
}
