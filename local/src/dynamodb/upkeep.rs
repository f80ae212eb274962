use std::sync::Arc;
use std::time::Duration;

use dynoxide::Database;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::DynamoDbError;
use crate::clock::MovableClock;
use crate::stop::Stop;

const INTERVAL: Duration = Duration::from_secs(20);

/// How long to wait while a request holds the database.
const BUSY: Duration = Duration::from_secs(5);

/// Stream records that are kept for readers that are behind.
const RECORDS_KEPT: i64 = 50_000;

/// One delete statement holds the database this long at most, in records.
const RECORDS_AT_ONCE: i64 = 1_000;

/// Expires items by the platform's clock and trims the stream.
pub(super) struct Upkeep {
    connection: Connection,
    database: Database,
    table: String,
    expires_by: String,
}

impl Upkeep {
    /// Opens a second connection, and adds the indexes that keep writes and
    /// sweeps from reading everything that is stored.
    pub(super) fn open(
        location: &str,
        database: Database,
        table: &str,
        expires_by: &str,
    ) -> Result<Self, DynamoDbError> {
        let connection = Connection::open(location)?;
        connection.busy_timeout(BUSY)?;
        let due = expiry(expires_by);
        connection.execute_batch(&format!(
            "PRAGMA synchronous = OFF;
             CREATE INDEX IF NOT EXISTS _stream_order
                 ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
             CREATE INDEX IF NOT EXISTS _expiry ON \"{table}\" ({due}) WHERE {due} IS NOT NULL;"
        ))?;
        Ok(Self {
            connection,
            database,
            table: table.to_owned(),
            expires_by: expires_by.to_owned(),
        })
    }

    fn sweep(&self, now: Timestamp) -> Result<(), rusqlite::Error> {
        let due = expiry(&self.expires_by);
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT json_object('pk', json_extract(item_json, '$.pk'), 'sk', json_extract(item_json, '$.sk'))
             FROM \"{}\" WHERE {due} IS NOT NULL AND {due} <= ?1",
            self.table
        ))?;
        let keys = query.query_map([now.as_second()], |row| row.get::<_, String>(0))?;
        let keys: Vec<String> = keys.collect::<Result<_, _>>()?;
        for key in keys {
            self.expire(&key, now);
        }
        self.trim()
    }

    /// Deletes an item through dynoxide, so that indexes and the stream
    /// follow, unless it was written anew since it was found due.
    fn expire(&self, key: &str, now: Timestamp) {
        let Ok(key) = serde_json::from_str::<Value>(key) else {
            return;
        };
        let request = json!({
            "TableName": self.table,
            "Key": key,
            "ConditionExpression": "#due <= :now",
            "ExpressionAttributeNames": { "#due": self.expires_by },
            "ExpressionAttributeValues": { ":now": { "N": now.as_second().to_string() } },
        });
        if let Ok(request) = serde_json::from_value(request) {
            // One that could not be deleted is still due at the next sweep.
            let _ = self.database.delete_item(request);
        }
    }

    fn trim(&self) -> Result<(), rusqlite::Error> {
        let mut delete = self.connection.prepare_cached(
            "DELETE FROM _stream_records WHERE id IN (
                 SELECT id FROM _stream_records
                 WHERE id <= (SELECT MAX(id) FROM _stream_records) - ?1 ORDER BY id LIMIT ?2
             )",
        )?;
        while delete.execute(params![RECORDS_KEPT, RECORDS_AT_ONCE])? > 0 {}
        Ok(())
    }
}

/// The expiry of an item, as SQL on dynoxide's rows.
fn expiry(attribute: &str) -> String {
    format!("CAST(json_extract(item_json, '$.{attribute}.N') AS INTEGER)")
}

/// Sweeps every 20 seconds, and whenever the clock is moved.
pub(super) async fn run(upkeep: Upkeep, clock: MovableClock, mut stop: Stop) {
    let upkeep = Arc::new(Mutex::new(upkeep));
    let mut moved = clock.on_move();
    loop {
        tokio::select! {
            () = stop.told() => return,
            _ = moved.changed() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
        let (upkeep, now) = (upkeep.clone(), clock.now());
        // A sweep that fails is made up for by the next one.
        let _ = tokio::task::spawn_blocking(move || upkeep.blocking_lock().sweep(now)).await;
    }
}
