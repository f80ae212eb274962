use events::Outgoing;

use crate::record::{LONGEST, size};

/// The most entries of one call to `PutEvents`.
const MOST: usize = 10;

/// The longest beginnings that one call each takes, in order: by number and by
/// bytes.
pub(crate) fn chunks(mut events: &[Outgoing]) -> impl Iterator<Item = &[Outgoing]> {
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = events.iter().take(MOST).take_while(|event| {
            bytes += size(event);
            bytes <= LONGEST
        });
        // One that is too long alone would be poison already; at least one
        // goes, so that this ends.
        let count = fits.count().max(1);
        let (chunk, rest) = events.split_at_checked(count)?;
        events = rest;
        Some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;

    fn events(count: usize, bytes: usize) -> Vec<Outgoing> {
        let detail = json!({ "text": "x".repeat(bytes) });
        let event = |at: usize| {
            Outgoing::new(at.to_string(), "a", "b", Timestamp::UNIX_EPOCH, &detail).unwrap()
        };
        (0..count).map(event).collect()
    }

    fn lengths(events: &[Outgoing]) -> Vec<usize> {
        chunks(events).map(<[Outgoing]>::len).collect()
    }

    #[test]
    fn a_call_takes_ten_entries_and_a_quarter_of_a_mebibyte() {
        assert_eq!(lengths(&events(0, 1)), [0; 0]);
        assert_eq!(lengths(&events(23, 1)), [10, 10, 3]);
        assert_eq!(lengths(&events(5, 100 * 1024)), [2, 2, 1]);
        let all = events(23, 1);
        let joined: Vec<Outgoing> = chunks(&all).flatten().cloned().collect();
        assert_eq!(joined, all);
    }
}
