use std::path::PathBuf;

use crate::dynamodb::DynamoDbError;
use crate::gateway::UnknownFunction;
use crate::store::StoreError;
use crate::template::TemplateError;

/// The platform did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// `template.yaml` cannot be followed.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// It routes to a function that is not there.
    #[error(transparent)]
    Route(#[from] UnknownFunction),
    /// A setting of the functions is wrong.
    #[error(transparent)]
    Settings(#[from] runtime::SettingsError),
    /// The embedded DynamoDB did not start.
    #[error(transparent)]
    DynamoDb(#[from] DynamoDbError),
    /// The stand-ins' store did not open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The port is taken, or may not be used.
    #[error("port {port}: {source}")]
    Port {
        /// Which one.
        port: u16,
        /// Why.
        source: std::io::Error,
    },
    /// The folder cannot be used, or another platform has it.
    #[error("DATA_DIR {}: {problem}", folder.display())]
    Data {
        /// Which one.
        folder: PathBuf,
        /// Why.
        problem: String,
    },
}
