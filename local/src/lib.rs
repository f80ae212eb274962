//! The whole platform in one process, for development and tests: the gateway
//! and every function, an embedded DynamoDB, stand-ins for S3, EventBridge,
//! Amazon Chime, Twilio Video and Daily, and controls under `/_local`.
//!
//! Functions reach each service over HTTP on loopback, with the clients and
//! settings they have in the cloud. Several platforms may run in one process.

mod body;
mod bus;
mod chime;
mod clock;
mod config;
mod controls;
mod daily;
mod deliveries;
mod docs;
mod dynamodb;
mod faults;
mod functions;
mod gateway;
mod limits;
mod openapi;
mod pattern;
mod permissions;
mod platform;
mod port;
mod s3;
mod schedules;
mod server;
mod stop;
mod store;
mod stream;
mod template;
mod tokens;
mod twilio;

#[cfg(test)]
mod testing;

pub use config::{Config, ConfigError};
pub use dynamodb::DynamoDbError;
pub use gateway::UnknownFunction;
pub use openapi::openapi;
pub use platform::{Platform, StartError};
pub use store::StoreError;
pub use template::TemplateError;
