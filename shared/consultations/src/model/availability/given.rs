use input::{Fields, Read, Wrong};

use super::{DateException, DayWindow, WeeklyWindow};

/// A day has at most so many windows, one for each hour.
const WINDOWS_A_DAY: usize = 24;
/// A week has at most so many.
const WINDOWS_A_WEEK: usize = 7 * WINDOWS_A_DAY;
/// So many days may be exceptions: a year of them.
const EXCEPTIONS_AT_MOST: usize = 366;

impl Read for DayWindow {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (start_time, end_time) = (fields.required("start_time"), fields.required("end_time"));
        let window = Self {
            start_time: start_time?,
            end_time: end_time?,
        };
        if window.end_time <= window.start_time {
            return fields.rule("end_time", Err(Wrong::value("must be after start_time")));
        }
        Some(window)
    }
}

impl Read for WeeklyWindow {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (weekday, window) = (fields.required("weekday"), DayWindow::read(fields));
        Some(Self {
            weekday: weekday?,
            window: window?,
        })
    }
}

impl Read for DateException {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let date = fields.required("date");
        let windows = present(fields, "windows").and_then(|()| {
            let windows = fields.entries("windows", WINDOWS_A_DAY)?;
            Some(without_clash(
                fields,
                "windows",
                windows,
                DayWindow::overlaps,
                OVERLAPS,
            ))
        });
        Some(Self {
            date: date?,
            windows: windows?,
        })
    }
}

impl WeeklyWindow {
    /// Reads the required field `weekly`: windows of which those of a day do
    /// not overlap.
    pub fn read_all(fields: &mut Fields<'_>) -> Option<Vec<Self>> {
        present(fields, "weekly")?;
        let windows = fields.entries("weekly", WINDOWS_A_WEEK)?;
        let clash = |one: &Self, other: &Self| {
            one.weekday == other.weekday && one.window.overlaps(&other.window)
        };
        Some(without_clash(fields, "weekly", windows, clash, OVERLAPS))
    }
}

impl DateException {
    /// Reads the field `exceptions`: each for a date of its own.
    pub fn read_all(fields: &mut Fields<'_>) -> Vec<Self> {
        let exceptions = fields.entries("exceptions", EXCEPTIONS_AT_MOST);
        let clash = |one: &Self, other: &Self| one.date == other.date;
        without_clash(
            fields,
            "exceptions",
            exceptions.unwrap_or_default(),
            clash,
            "must not have the date of another one",
        )
    }
}

const OVERLAPS: &str = "must not overlap another one of its day";

/// A list that may be empty but not left out.
fn present(fields: &mut Fields<'_>, name: &str) -> Option<()> {
    let present = fields.has(name).then_some(());
    fields.rule(name, present.ok_or_else(Wrong::missing))
}

/// Names each entry that clashes with one before it.
fn without_clash<T>(
    fields: &mut Fields<'_>,
    name: &str,
    entries: Vec<(usize, T)>,
    clash: impl Fn(&T, &T) -> bool,
    message: &str,
) -> Vec<T> {
    for (place, (index, entry)) in entries.iter().enumerate() {
        if entries[..place]
            .iter()
            .any(|(_, other)| clash(entry, other))
        {
            fields.entry_rule(name, *index, Wrong::value(message));
        }
    }
    entries.into_iter().map(|(_, entry)| entry).collect()
}
