use dynoxide::Database;
use dynoxide::streams::{shard_id, stream_arn};
use serde_json::{Value, json};

/// Records that are read at once.
const AT_ONCE: usize = 1_000;

/// The stream could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// dynoxide refused.
    #[error("{0}")]
    Refused(String),
    /// What it takes or gives is not what was expected.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// A table's stream, which has one shard; clones share it.
#[derive(Clone)]
pub(crate) struct Records {
    database: Database,
    table: String,
}

/// Some records, in order, and where the next ones are.
pub(super) struct Page {
    pub(super) records: Vec<Value>,
    pub(super) next: Option<String>,
}

impl Records {
    pub(crate) fn new(database: Database, table: &str) -> Self {
        Self {
            database,
            table: table.to_owned(),
        }
    }

    /// The records at a place in the stream; without one, from its beginning.
    /// It blocks.
    pub(super) fn read(&self, at: Option<&str>) -> Result<Page, ReadError> {
        let at = match at {
            Some(at) => at.to_owned(),
            None => self.beginning()?,
        };
        let request = json!({ "ShardIterator": at, "Limit": AT_ONCE });
        let page = self
            .database
            .get_records(serde_json::from_value(request)?)
            .map_err(refused)?;
        let arn = stream_arn(&self.table, "local");
        let mut records = Vec::with_capacity(page.records.len());
        for record in &page.records {
            let mut record = serde_json::to_value(record)?;
            record["eventSourceARN"] = json!(arn);
            records.push(record);
        }
        Ok(Page {
            records,
            next: page.next_shard_iterator,
        })
    }

    fn beginning(&self) -> Result<String, ReadError> {
        let request = json!({
            "StreamArn": stream_arn(&self.table, "local"),
            "ShardId": shard_id(&self.table),
            "ShardIteratorType": "TRIM_HORIZON",
        });
        let answer = self
            .database
            .get_shard_iterator(serde_json::from_value(request)?)
            .map_err(refused)?;
        Ok(answer.shard_iterator.unwrap_or_default())
    }
}

fn refused(error: impl std::fmt::Display) -> ReadError {
    ReadError::Refused(error.to_string())
}
