use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::StartError;

/// The folder, made if need be, and nobody else's. The lock goes with the
/// process, however that ends.
pub(super) fn lock(folder: &Path) -> Result<File, StartError> {
    let failed = |problem: String| StartError::Data {
        folder: folder.to_owned(),
        problem,
    };
    fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    let file = File::create(folder.join("lock")).map_err(|error| failed(error.to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(failed("another platform uses it".to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error.to_string())),
    }
}
