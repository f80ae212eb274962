use outcome::Trouble;
use runtime::{Base, SettingsError};
use video::Twilio;

/// What the endpoints share. A setting that is missing fails the requests that
/// need it, and no others.
#[derive(Clone)]
pub struct App {
    twilio: Result<Twilio, SettingsError>,
    meeting_base_url: Option<String>,
}

impl App {
    pub(crate) fn new(base: &Base) -> Self {
        Self {
            twilio: runtime::twilio(base),
            meeting_base_url: base.settings.meeting_base_url.clone(),
        }
    }

    /// Twilio Video.
    pub(crate) fn twilio(&self) -> Result<&Twilio, Trouble> {
        let missing = |error: &SettingsError| Trouble::Internal((*error).into());
        self.twilio.as_ref().map_err(missing)
    }

    /// Where people meet: what a room's name is added to. Without one no
    /// `meeting_url` is named.
    pub(crate) fn meeting_base_url(&self) -> Option<&str> {
        self.meeting_base_url.as_deref()
    }
}
