//! Faults that are to strike the next calls of functions.

mod operations;
mod rest;
mod wire;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

pub(crate) use operations::operation;
pub(crate) use wire::answer;

/// The services that functions call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Service {
    Dynamodb,
    S3,
    Eventbridge,
    Chime,
    Twilio,
    Daily,
}

impl Service {
    /// Whether the calls of it say who makes them.
    fn is_signed(self) -> bool {
        !matches!(self, Self::Twilio | Self::Daily)
    }
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The service fails: 500.
    Error,
    /// The service has had too many calls.
    Throttle,
    /// No answer for 30 seconds, and nothing done.
    Timeout,
    /// Another transaction holds the item.
    Conflict,
    /// Carried out, then the connection closes.
    LostAnswer,
}

/// The next `count` calls of an operation fail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Fault {
    /// Whose calls.
    pub(crate) service: Service,
    /// AWS's name of the operation; `*` = any.
    pub(crate) operation: String,
    /// How they fail.
    pub(crate) kind: Kind,
    /// How many still will.
    pub(crate) count: u32,
    /// Only the calls that this function signs; none = any function's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) function: Option<String>,
}

/// All faults that have calls left; clones share them.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    standing: Arc<Mutex<Vec<Fault>>>,
}

impl Fault {
    /// Why this is no fault that could ever strike.
    fn problem(&self) -> Option<String> {
        let known = operations::of(self.service);
        if self.count == 0 {
            return Some("count must be at least 1".to_owned());
        }
        if self.operation != "*" && !known.contains(&self.operation.as_str()) {
            return Some(format!(
                "operation must be * or one of {}",
                known.join(", ")
            ));
        }
        if self.function.is_some() && !self.service.is_signed() {
            return Some("function is for the services of AWS, whose calls are signed".to_owned());
        }
        let conflicts = self.service == Service::Dynamodb
            && (self.operation == "*" || operations::can_conflict(&self.operation));
        if self.kind == Kind::Conflict && !conflicts {
            return Some("conflict is for dynamodb's writes and transactions".to_owned());
        }
        None
    }

    fn strikes(&self, service: Service, operation: &str, caller: Option<&str>) -> bool {
        self.service == service
            && (self.operation == "*" || self.operation == operation)
            && (self.function.is_none() || self.function.as_deref() == caller)
            && (self.kind != Kind::Conflict || operations::can_conflict(operation))
    }
}

impl Faults {
    /// Adds one to those that stand.
    ///
    /// # Errors
    ///
    /// Says why it could never strike.
    pub(crate) fn add(&self, fault: Fault) -> Result<(), String> {
        match fault.problem() {
            Some(problem) => Err(problem),
            None => {
                self.lock().push(fault);
                Ok(())
            }
        }
    }

    /// Takes all back.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// Those that still stand, oldest first.
    pub(crate) fn standing(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    /// What happens to this call of a function. It is counted.
    pub(crate) fn strike(
        &self,
        service: Service,
        operation: &str,
        caller: Option<&str>,
    ) -> Option<Kind> {
        let mut standing = self.lock();
        let at = standing
            .iter()
            .position(|fault| fault.strikes(service, operation, caller))?;
        let fault = standing.get_mut(at)?;
        let kind = fault.kind;
        fault.count -= 1;
        if fault.count == 0 {
            standing.remove(at);
        }
        Some(kind)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
