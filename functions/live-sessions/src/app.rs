use outcome::Trouble;
use runtime::{Base, SettingsError};
use video::Daily;

/// What the endpoints share. A key that is missing fails the requests that
/// need it, and no others.
#[derive(Clone)]
pub struct App {
    daily: Result<Daily, SettingsError>,
}

impl App {
    pub(crate) fn new(base: &Base) -> Self {
        Self {
            daily: runtime::daily(base),
        }
    }

    /// Daily.
    pub(crate) fn daily(&self) -> Result<&Daily, Trouble> {
        let missing = |error: &SettingsError| Trouble::Internal((*error).into());
        self.daily.as_ref().map_err(missing)
    }
}
