//! The embedded DynamoDB with the table of `template.yaml`, without its
//! stream: nobody reads it here.

use std::net::SocketAddr;

use dynoxide::Database;
use dynoxide::server::serve_with_shutdown;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::Result;

const TEMPLATE: &str = include_str!("../../template.yaml");

/// Its name.
pub const TABLE: &str = "sessions";

/// The running DynamoDB; its handlers block, so it has a runtime of its own.
pub struct Store {
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Store {
    pub fn start() -> Result<Self> {
        let database = Database::memory()?;
        database.enable_bulk_loading()?;
        database.create_table(serde_json::from_value(create_table()?)?)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("dynamodb")
            .enable_all()
            .build()?;
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = {
            let _in = runtime.enter();
            TcpListener::from_std(listener)?
        };
        runtime.spawn(serve_with_shutdown(
            listener,
            database,
            std::future::pending(),
        ));
        Ok(Self {
            address,
            runtime: Some(runtime),
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn create_table() -> Result<Value> {
    let template: serde_yaml_ng::Value = serde_yaml_ng::from_str(TEMPLATE)?;
    let properties = &template["Resources"]["Table"]["Properties"];
    let mut create = Map::from_iter([("TableName".to_owned(), TABLE.into())]);
    for field in [
        "AttributeDefinitions",
        "KeySchema",
        "GlobalSecondaryIndexes",
        "BillingMode",
    ] {
        create.insert(field.to_owned(), serde_json::to_value(&properties[field])?);
    }
    Ok(create.into())
}
