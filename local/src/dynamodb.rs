//! The embedded DynamoDB: dynoxide on a loopback port of its own, with the
//! table of `template.yaml`.
//!
//! It runs on a runtime of its own, because its handlers block while SQLite
//! works. A second connection to the same database does what dynoxide leaves
//! to its user: expiry by the platform's clock, and a stream that does not
//! grow for ever.

mod create;
mod error;
mod forward;
mod upkeep;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use dynoxide::Database;
use dynoxide::server::serve_with_shutdown;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use crate::clock::MovableClock;
use crate::stop::Stopper;
use crate::template::Table;
pub(crate) use error::{error, error_with};
use upkeep::Upkeep;

/// SQLite lets one caller in at a time, so more threads would only wait.
const WORKERS: usize = 2;

/// How long requests that are still running may take at the end.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// The embedded DynamoDB did not start.
#[derive(Debug, thiserror::Error)]
pub enum DynamoDbError {
    /// dynoxide refused.
    #[error("DynamoDB: {0}")]
    Refused(String),
    /// SQLite refused.
    #[error("DynamoDB: {0}")]
    Database(#[from] rusqlite::Error),
    /// No thread or no port.
    #[error("DynamoDB: {0}")]
    Io(#[from] std::io::Error),
}

/// The running DynamoDB.
pub(crate) struct DynamoDb {
    runtime: Option<Runtime>,
    stop: Stopper,
    server: tokio::task::JoinHandle<()>,
    address: SocketAddr,
    database: Database,
}

impl DynamoDb {
    /// Starts it on a file, or in memory, and makes the table unless it is there.
    pub(crate) fn start(
        file: Option<&Path>,
        table_name: &str,
        table: &Table,
        clock: &MovableClock,
    ) -> Result<Self, DynamoDbError> {
        let location = location(file)?;
        let database = Database::new(&location).map_err(refused)?;
        // Without an fsync for each write: a killed process loses nothing.
        database.enable_bulk_loading().map_err(refused)?;
        create::table(&database, table_name, table)?;
        let upkeep = Upkeep::open(&location, database.clone(), table_name, &table.expires_by)?;

        let runtime = Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .thread_name("dynamodb")
            .enable_all()
            .build()?;
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let stop = Stopper::new();
        runtime.spawn(upkeep::run(upkeep, clock.clone(), stop.listener()));
        let mut stopped = stop.listener();
        let shared = database.clone();
        let server = runtime.spawn(async move {
            let signal = async move { stopped.told().await };
            // It only ends when it is told to.
            let _ = serve_with_shutdown(listener, database, signal).await;
        });
        Ok(Self {
            runtime: Some(runtime),
            stop,
            server,
            address,
            database: shared,
        })
    }

    /// What the functions' port passes requests on to.
    pub(crate) fn service(&self) -> Router {
        forward::router(self.address)
    }

    /// What the stream is read from.
    pub(crate) fn database(&self) -> Database {
        self.database.clone()
    }

    /// Lets the last requests finish and closes the database.
    pub(crate) async fn stop(mut self) {
        self.stop.stop();
        let _ = tokio::time::timeout(LAST_REQUESTS, &mut self.server).await;
        if let Some(runtime) = self.runtime.take() {
            let _ =
                tokio::task::spawn_blocking(move || runtime.shutdown_timeout(LAST_REQUESTS)).await;
        }
    }
}

impl Drop for DynamoDb {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// In memory it is SQLite's shared in-memory file system, under a name that
/// nobody else has: a second connection sees the same database.
fn location(file: Option<&Path>) -> Result<String, DynamoDbError> {
    let Some(file) = file else {
        return Ok(format!("file:/{}?vfs=memdb", Uuid::new_v4()));
    };
    let text = file
        .to_str()
        .ok_or_else(|| DynamoDbError::Refused("DATA_DIR must be UTF-8".to_owned()))?;
    Ok(text.to_owned())
}

fn refused(error: impl std::fmt::Display) -> DynamoDbError {
    DynamoDbError::Refused(error.to_string())
}

#[cfg(test)]
mod tests;
