use video::twilio::Credentials;
use video::{Chime, Daily, Twilio};

use crate::settings::Secret;
use crate::{Base, SettingsError, aws};

/// Chime, for the functions that hold meetings.
pub fn chime(base: &Base) -> Chime {
    let region = base.settings.chime_media_region.clone();
    Chime::new(aws::chime_client(base), region)
}

/// Twilio Video, for the functions that use it.
///
/// # Errors
///
/// One of its settings is missing.
pub fn twilio(base: &Base) -> Result<Twilio, SettingsError> {
    let settings = &*base.settings;
    let set = |name, value: Option<&str>| match value {
        Some(value) => Ok(value.to_owned()),
        None => Err(SettingsError::missing(name)),
    };
    let secret = settings.twilio_key_secret.as_ref().map(Secret::reveal);
    let credentials = Credentials {
        account_sid: set("TWILIO_ACCOUNT_SID", settings.twilio_account_sid.as_deref())?,
        key_sid: set("TWILIO_API_KEY_SID", settings.twilio_key_sid.as_deref())?,
        key_secret: set("TWILIO_API_KEY_SECRET", secret)?,
    };
    Twilio::new(base.http.clone(), &settings.twilio_url, credentials)
        .map_err(|_| SettingsError::no_url("TWILIO_API_BASE_URL"))
}

/// Daily, for the functions that use it.
///
/// # Errors
///
/// Its key is missing.
pub fn daily(base: &Base) -> Result<Daily, SettingsError> {
    let settings = &*base.settings;
    let key = settings.daily_key.as_ref();
    let key = key.ok_or_else(|| SettingsError::missing("DAILY_API_KEY"))?;
    Daily::new(base.http.clone(), &settings.daily_url, key.reveal())
        .map_err(|_| SettingsError::no_url("DAILY_API_BASE_URL"))
}
