use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::read::{input, resource, rule, stream};
use super::{TemplateError, missing, schedule};
use crate::pattern::Pattern;

/// The tries that Lambda makes again for an event.
const ASYNC_RETRIES: u64 = 2;

/// What leads events to functions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wiring {
    /// `EventBridgeRule` events, and `AWS::Events::Rule` resources.
    pub(crate) rules: Vec<Rule>,
    /// `DynamoDB` events.
    pub(crate) streams: Vec<StreamMapping>,
    /// `Schedule` and `ScheduleV2` events.
    pub(crate) schedules: Vec<Schedule>,
    /// How functions are invoked with events, by their names.
    pub(crate) invocations: BTreeMap<String, Invocation>,
}

/// Which of the two buses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnBus {
    /// The account's, where AWS's own events are.
    Default,
    /// The template's.
    Own,
}

/// Events of a bus that a function gets.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) bus: OnBus,
    pub(crate) pattern: Pattern,
    pub(crate) function: String,
    /// What the function is given in place of the event.
    pub(crate) input: Option<Value>,
}

/// Stream records that a function gets.
#[derive(Clone, Debug)]
pub(crate) struct StreamMapping {
    pub(crate) function: String,
    /// One must fit; none = all do.
    pub(crate) filters: Vec<Pattern>,
    pub(crate) batch: usize,
    pub(crate) reports_failures: bool,
    pub(crate) bisects: bool,
    pub(crate) retries: u64,
    pub(crate) queue: Option<String>,
}

/// A function that is invoked from time to time.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) function: String,
    pub(crate) every: Duration,
    /// What says so: `aws.events` or `aws.scheduler`.
    pub(crate) source: &'static str,
    pub(crate) input: Option<Value>,
}

/// How a function is invoked with events.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    pub(crate) timeout: Duration,
    /// Tries after the first.
    pub(crate) retries: u64,
    /// Where an event goes that failed for good.
    pub(crate) queue: Option<String>,
}

impl Wiring {
    /// Adds what leads to one function.
    pub(super) fn add_function(
        &mut self,
        name: &str,
        function: &Value,
        timeout: Duration,
    ) -> Result<(), TemplateError> {
        let properties = &function["Properties"];
        let asynchronous = &properties["EventInvokeConfig"];
        let own_timeout = properties["Timeout"].as_u64().map(Duration::from_secs);
        let invocation = Invocation {
            timeout: own_timeout.unwrap_or(timeout),
            retries: asynchronous["MaximumRetryAttempts"]
                .as_u64()
                .unwrap_or(ASYNC_RETRIES),
            queue: resource(&asynchronous["DestinationConfig"]["OnFailure"]["Destination"])
                .or_else(|| resource(&properties["DeadLetterQueue"]["TargetArn"])),
        };
        self.invocations.insert(name.to_owned(), invocation);
        for event in properties["Events"]
            .as_object()
            .into_iter()
            .flat_map(Map::values)
        {
            let properties = &event["Properties"];
            if properties["Enabled"] == false || properties["State"] == "DISABLED" {
                continue;
            }
            match event["Type"].as_str() {
                Some("EventBridgeRule" | "CloudWatchEvent") => {
                    self.rules
                        .push(rule(name, properties, &properties["Pattern"])?);
                }
                Some("DynamoDB") => self.streams.push(stream(name, properties)?),
                Some("Schedule") => self.schedules.push(Schedule {
                    function: name.to_owned(),
                    every: schedule::rate(&properties["Schedule"])?,
                    source: "aws.events",
                    input: input(properties)?,
                }),
                Some("ScheduleV2") => self.schedules.push(Schedule {
                    function: name.to_owned(),
                    every: schedule::rate(&properties["ScheduleExpression"])?,
                    source: "aws.scheduler",
                    input: input(properties)?,
                }),
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds an `AWS::Events::Rule`; `names` are the functions by their
    /// resources.
    pub(super) fn add_rule(
        &mut self,
        resource_of_rule: &Value,
        names: &BTreeMap<String, String>,
    ) -> Result<(), TemplateError> {
        let properties = &resource_of_rule["Properties"];
        if properties["State"] == "DISABLED" {
            return Ok(());
        }
        for target in properties["Targets"].as_array().into_iter().flatten() {
            let function = resource(&target["Arn"]).and_then(|id| names.get(&id));
            let function = function.ok_or_else(|| missing("the function of a rule's target"))?;
            let mut rule = rule(function, properties, &properties["EventPattern"])?;
            rule.input = input(target)?;
            self.rules.push(rule);
        }
        Ok(())
    }
}
