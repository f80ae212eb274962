use outcome::Trouble;
use runtime::{Base, SettingsError};
use video::Twilio;

/// What the endpoints share. A setting that is missing fails the requests that
/// need it, and no others.
#[derive(Clone)]
pub struct App {
    twilio: Result<Twilio, SettingsError>,
    meeting_base_url: Result<String, SettingsError>,
}

impl App {
    pub(crate) fn new(base: &Base) -> Self {
        Self {
            twilio: runtime::twilio(base),
            meeting_base_url: runtime::meeting_base_url(base),
        }
    }

    /// Twilio Video.
    pub(crate) fn twilio(&self) -> Result<&Twilio, Trouble> {
        self.twilio.as_ref().map_err(missing)
    }

    /// Where people meet: what a room's name is added to.
    pub(crate) fn meeting_base_url(&self) -> Result<&str, Trouble> {
        let url = self.meeting_base_url.as_ref();
        url.map(String::as_str).map_err(missing)
    }
}

fn missing(error: &SettingsError) -> Trouble {
    Trouble::Internal((*error).into())
}
