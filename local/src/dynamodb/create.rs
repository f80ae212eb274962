use dynoxide::Database;
use serde_json::{Value, json};

use super::{DynamoDbError, refused};
use crate::template::Table;

/// Makes the table as the template describes it, unless it is there.
pub(super) fn table(database: &Database, name: &str, table: &Table) -> Result<(), DynamoDbError> {
    if database
        .get_table_metadata(name)
        .map_err(refused)?
        .is_some()
    {
        return Ok(());
    }
    let mut create = table.create.clone();
    create.insert("TableName".to_owned(), name.into());
    let request = serde_json::from_value(Value::Object(create)).map_err(refused)?;
    database.create_table(request).map_err(refused)?;

    let expiry = json!({
        "TableName": name,
        "TimeToLiveSpecification": { "AttributeName": table.expires_by, "Enabled": true },
    });
    let request = serde_json::from_value(expiry).map_err(refused)?;
    database.update_time_to_live(request).map_err(refused)?;
    Ok(())
}
