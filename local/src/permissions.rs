//! IAM for the embedded services: a function may call what `template.yaml`
//! permits it, and nothing else, as in the cloud. What it has used is kept, so
//! that a permission that nothing uses shows.
//!
//! A function is known by its access key id, which is its name. The platform's
//! own key, `local`, stands for the account itself and may do everything.

mod need;
mod statement;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use axum::response::Response;
use http::request::Parts;
use serde::Serialize;

use crate::faults::Service;
use crate::{bus, chime, dynamodb, s3};
use need::Need;
pub(crate) use statement::Statement;

/// One action, resource or leading key of a function's statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Grant {
    /// Which of its statements, from 0.
    statement: usize,
    permits: String,
}

/// A grant of a function, and whether it was ever needed.
#[derive(Serialize)]
pub(crate) struct Known {
    #[serde(flatten)]
    grant: Grant,
    used: bool,
}

type Used = BTreeMap<String, BTreeSet<Grant>>;

/// The statements of all functions; clones share what was used.
#[derive(Clone, Default)]
pub(crate) struct Permissions {
    statements: Arc<BTreeMap<String, Vec<Statement>>>,
    used: Arc<Mutex<Used>>,
}

impl Permissions {
    pub(crate) fn new(statements: BTreeMap<String, Vec<Statement>>) -> Self {
        Self {
            statements: Arc::new(statements),
            used: Arc::default(),
        }
    }

    /// The service's refusal of a call that its caller has no permission for.
    pub(crate) fn refusal(
        &self,
        service: Service,
        caller: Option<&str>,
        call: &Parts,
        body: &[u8],
    ) -> Option<Response> {
        let function = caller?;
        let statements = self.statements.get(function)?;
        for need in need::of(service, call, body) {
            let mut statements = statements.iter().enumerate();
            let granted = statements.find_map(|(at, one)| Some((at, one.permit(&need)?)));
            match granted {
                Some((statement, permits)) => self.keep(function, statement, permits),
                None => return Some(denied(service, function, &need)),
            }
        }
        None
    }

    /// What each function may do, and whether it did.
    pub(crate) fn known(&self) -> BTreeMap<&str, Vec<Known>> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |function: &str, statements: &[Statement]| {
            let used = used.get(function);
            let all = statements.iter().enumerate().flat_map(|(statement, one)| {
                let parts = one.parts().cloned();
                parts.map(move |permits| Grant { statement, permits })
            });
            all.map(|grant| Known {
                used: used.is_some_and(|used| used.contains(&grant)),
                grant,
            })
            .collect()
        };
        let functions = self.statements.iter();
        functions
            .map(|(name, statements)| (name.as_str(), of(name, statements)))
            .collect()
    }

    fn keep(&self, function: &str, statement: usize, permits: Vec<String>) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let used = used.entry(function.to_owned()).or_default();
        let grants = permits.into_iter();
        used.extend(grants.map(|permits| Grant { statement, permits }));
    }
}

/// The access key id that signed a call, in its header or its query.
pub(crate) fn caller(call: &Parts) -> Option<String> {
    let header = call.headers.get(http::header::AUTHORIZATION);
    let signed = header
        .and_then(|value| value.to_str().ok()?.split_once("Credential="))
        .map(|(_, credential)| credential.to_owned());
    let query = call.uri.query().unwrap_or_default().as_bytes();
    let presigned = || {
        let mut pairs = url::form_urlencoded::parse(query);
        pairs.find_map(|(name, value)| (name == "X-Amz-Credential").then(|| value.into_owned()))
    };
    let credential = signed.or_else(presigned)?;
    Some(credential.split('/').next()?.to_owned())
}

fn denied(service: Service, function: &str, need: &Need) -> Response {
    let message = format!("User: {function} is not authorized to perform: {need}");
    match service {
        Service::S3 => s3::error(403, "AccessDenied", &message),
        Service::Chime => chime::error(403, "ForbiddenException", &message),
        Service::Eventbridge => bus::error(400, "AccessDeniedException", &message),
        _ => dynamodb::error(400, "AccessDeniedException", &message),
    }
}

#[cfg(test)]
mod tests;
