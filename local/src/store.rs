//! What the stand-ins keep: documents by kind and key, uploaded objects, events
//! and their deliveries. One SQLite database; in memory without a `DATA_DIR`.

mod bus;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use bus::{DeadLetter, Delivery};

/// The store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// What is stored is not what this version writes.
    #[error(transparent)]
    Document(#[from] serde_json::Error),
}

/// A handle on the store; clones share it.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    /// As the upload's header named it.
    pub(crate) content_type: String,
    /// The MD5 of the content, in hexadecimal, as S3 has it.
    pub(crate) etag: String,
    /// When it was stored, in seconds.
    pub(crate) modified: i64,
    /// The content.
    pub(crate) content: Bytes,
}

impl Store {
    /// The store in a file, or in memory.
    pub(crate) fn open(file: Option<&Path>) -> Result<Self, StoreError> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        // What is written must outlive this process, not the machine's power.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = OFF;
             CREATE TABLE IF NOT EXISTS documents (
                 kind TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, key)
             );
             CREATE TABLE IF NOT EXISTS objects (
                 key TEXT PRIMARY KEY, content_type TEXT NOT NULL, etag TEXT NOT NULL,
                 modified INTEGER NOT NULL, content BLOB NOT NULL
             );",
        )?;
        bus::create_tables(&connection)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Stores a document, in place of the one that was there.
    pub(crate) fn put(
        &self,
        kind: &str,
        key: &str,
        document: &impl Serialize,
    ) -> Result<(), StoreError> {
        let json = serde_json::to_string(document)?;
        self.lock().execute(
            "INSERT OR REPLACE INTO documents VALUES (?1, ?2, ?3)",
            params![kind, key, json],
        )?;
        Ok(())
    }

    /// Removes a document; one that is not there is fine.
    pub(crate) fn remove(&self, kind: &str, key: &str) -> Result<(), StoreError> {
        self.lock().execute(
            "DELETE FROM documents WHERE kind = ?1 AND key = ?2",
            params![kind, key],
        )?;
        Ok(())
    }

    /// All documents of a kind.
    pub(crate) fn all<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>, StoreError> {
        let connection = self.lock();
        let mut query =
            connection.prepare("SELECT json FROM documents WHERE kind = ?1 ORDER BY rowid")?;
        let rows = query.query_map([kind], |row| row.get::<_, String>(0))?;
        rows.map(|json| Ok(serde_json::from_str(&json?)?)).collect()
    }

    /// Stores an object, in place of the one that was there.
    pub(crate) fn put_object(&self, key: &str, object: &Object) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT OR REPLACE INTO objects VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                key,
                object.content_type,
                object.etag,
                object.modified,
                &object.content[..]
            ],
        )?;
        Ok(())
    }

    /// An object.
    pub(crate) fn object(&self, key: &str) -> Result<Option<Object>, StoreError> {
        let sql = "SELECT content_type, etag, modified, content FROM objects WHERE key = ?1";
        let object = self.lock().query_row(sql, [key], |row| {
            Ok(Object {
                content_type: row.get(0)?,
                etag: row.get(1)?,
                modified: row.get(2)?,
                content: row.get::<_, Vec<u8>>(3)?.into(),
            })
        });
        Ok(object.optional()?)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
