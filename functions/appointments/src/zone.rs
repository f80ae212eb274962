use input::{Field, Wrong};
use jiff::tz::TimeZone;
use serde_json::Value;

/// `timezone`: an IANA name, default UTC. Days and formatted times are its.
#[derive(Clone, Debug)]
pub struct Zone(pub TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Field for Zone {
    fn read(value: &Value) -> Result<Self, Wrong> {
        let name = String::from(input::TimeZone::read(value)?);
        TimeZone::get(&name)
            .map(Self)
            .map_err(|_| Wrong::value("must be an IANA time zone, like Europe/Berlin"))
    }
}
