use rusqlite::{Connection, params};
use serde_json::Value;

use super::{Store, StoreError};

/// What the event side keeps: events put on a bus, deliveries that are not
/// done yet, and what could not be delivered.
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS events (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, detail_type TEXT NOT NULL, json TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, json TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS dead_letters (
        id INTEGER PRIMARY KEY, queue TEXT NOT NULL, reason TEXT NOT NULL, json TEXT NOT NULL
    );";

/// An event that a function has still to be given.
pub(crate) struct Delivery {
    /// Later ones have higher ids.
    pub(crate) id: i64,
    /// Which function.
    pub(crate) function: String,
    /// What it is given.
    pub(crate) event: Value,
}

/// An event that could not be handled.
pub(crate) struct DeadLetter {
    /// The queue's name in the template.
    pub(crate) queue: String,
    /// The last error.
    pub(crate) reason: String,
    /// The event.
    pub(crate) body: Value,
}

pub(super) fn create_tables(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch(TABLES)
}

impl Store {
    /// Keeps events and what they are to be delivered to, all or nothing.
    pub(crate) fn put_events(
        &self,
        events: &[Value],
        deliveries: &[(String, Value)],
    ) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        for event in events {
            let text = |field: &str| event[field].as_str().unwrap_or_default();
            transaction.execute(
                "INSERT INTO events (source, detail_type, json) VALUES (?1, ?2, ?3)",
                params![text("source"), text("detail-type"), event.to_string()],
            )?;
        }
        for (function, event) in deliveries {
            transaction.execute(
                "INSERT INTO deliveries (function, json) VALUES (?1, ?2)",
                params![function, event.to_string()],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// The events of a source and a detail type, of any where none is given;
    /// oldest first.
    pub(crate) fn events(
        &self,
        source: Option<&str>,
        detail_type: Option<&str>,
    ) -> Result<Vec<Value>, StoreError> {
        let connection = self.lock();
        let mut query = connection.prepare(
            "SELECT json FROM events
             WHERE (?1 IS NULL OR source = ?1) AND (?2 IS NULL OR detail_type = ?2) ORDER BY id",
        )?;
        let rows = query.query_map(params![source, detail_type], |row| row.get::<_, String>(0))?;
        rows.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
    }

    /// The deliveries that are not done, after the one with this id.
    pub(crate) fn deliveries_after(&self, id: i64) -> Result<Vec<Delivery>, StoreError> {
        let connection = self.lock();
        let mut query = connection.prepare(
            "SELECT id, function, json FROM deliveries WHERE id > ?1 ORDER BY id LIMIT 1000",
        )?;
        let rows = query.query_map([id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?;
        rows.map(|row| {
            let (id, function, json) = row?;
            let event = serde_json::from_str(&json)?;
            Ok(Delivery {
                id,
                function,
                event,
            })
        })
        .collect()
    }

    /// A delivery is done; when it failed for good and the function has a
    /// queue for that, the event is there.
    pub(crate) fn delivered(&self, id: i64, dead: Option<&DeadLetter>) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute("DELETE FROM deliveries WHERE id = ?1", [id])?;
        if let Some(letter) = dead {
            insert(&transaction, letter)?;
        }
        Ok(transaction.commit()?)
    }

    /// Keeps what could not be handled.
    pub(crate) fn put_dead_letter(&self, letter: &DeadLetter) -> Result<(), StoreError> {
        Ok(insert(&self.lock(), letter)?)
    }

    /// All that could not be handled, oldest first.
    pub(crate) fn dead_letters(&self) -> Result<Vec<DeadLetter>, StoreError> {
        let connection = self.lock();
        let mut query =
            connection.prepare("SELECT queue, reason, json FROM dead_letters ORDER BY id")?;
        let rows = query.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?;
        rows.map(|row| {
            let (queue, reason, json) = row?;
            let body = serde_json::from_str(&json)?;
            Ok(DeadLetter {
                queue,
                reason,
                body,
            })
        })
        .collect()
    }
}

fn insert(connection: &Connection, letter: &DeadLetter) -> Result<(), rusqlite::Error> {
    connection.execute(
        "INSERT INTO dead_letters (queue, reason, json) VALUES (?1, ?2, ?3)",
        params![letter.queue, letter.reason, letter.body.to_string()],
    )?;
    Ok(())
}
