use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::*;

fn is_taken(link: &str, link_type: &str) -> bool {
    let url = MeetingUrl::read(&json!(link));
    let link_type = LinkType::read(&json!(link_type)).unwrap();
    url.is_ok_and(|url| Link::new(url, link_type).is_ok())
}

#[test]
fn links_of_their_type_are_taken() {
    for (link, link_type) in [
        ("https://meet.google.com/abc-defg-hij", "google_meet"),
        ("https://meet.google.com", "google_meet"),
        ("https://meet.google.com:443/abc", "google_meet"),
        ("HTTPS://MEET.Google.COM/abc", "google_meet"),
        ("https://meet.google.com/abc?authuser=0#top", "google_meet"),
        ("  https://meet.google.com/abc  ", "google_meet"),
        ("https://wa.me/491701234567", "whatsapp"),
        ("https://whatsapp.com/x", "whatsapp"),
        ("https://www.whatsapp.com/x", "whatsapp"),
        ("https://call.whatsapp.com/video/x", "whatsapp"),
        ("https://zoom.us/j/123", "zoom"),
        ("https://us02web.zoom.us/j/123?pwd=a", "zoom"),
        ("https://zoom.com/j/123", "zoom"),
        ("https://a.b.zoom.com/j/123", "zoom"),
        (
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting",
            "teams",
        ),
        ("https://teams.live.com/meet/123", "teams"),
        ("https://example.com/room", "other"),
        ("https://meet.google.com/abc", "other"),
        ("https://b\u{fc}cher.example/raum", "other"),
        ("https://xn--bcher-kva.example/raum", "other"),
        ("https://192.0.2.7/room", "other"),
        ("https://[2001:db8::1]/room", "other"),
        ("https://example.com/@somebody", "other"),
    ] {
        assert!(is_taken(link, link_type), "{link} as {link_type}");
    }
}

#[test]
fn others_are_not() {
    for (link, link_type) in [
        ("http://meet.google.com/abc", "google_meet"),
        ("https://google.com/abc", "google_meet"),
        ("https://www.meet.google.com/abc", "google_meet"),
        ("https://meet.google.com.evil.test/abc", "google_meet"),
        ("https://evilmeet.google.com/abc", "google_meet"),
        ("https://meet.google.com@evil.test/abc", "google_meet"),
        ("https://evil.test/meet.google.com", "google_meet"),
        ("https://evil.test?meet.google.com", "google_meet"),
        ("https://evil.test#meet.google.com", "google_meet"),
        ("https://evil.test\\@meet.google.com/abc", "google_meet"),
        ("https://meet.google.com\\@evil.test/abc", "google_meet"),
        ("https://user@meet.google.com/abc", "google_meet"),
        ("https://user:secret@meet.google.com/abc", "google_meet"),
        ("https://@meet.google.com/abc", "google_meet"),
        ("https://meet.google.com:8443/abc", "google_meet"),
        ("https://meet.google.com:80/abc", "google_meet"),
        ("https://meet.google.com./abc", "google_meet"),
        ("https://meet%2Egoogle.com/abc", "google_meet"),
        ("https://meet.google\u{3002}com/abc", "zoom"),
        ("https://meet.google\u{3002}com/abc", "google_meet"),
        ("https://\u{ff4d}eet.google.com/abc", "google_meet"),
        ("https://\u{ff4d}eet.google.com/abc", "other"),
        ("https://b\u{fc}cher%2Eexample/raum", "other"),
        ("https://m\u{435}et.google.com/abc", "google_meet"),
        ("https://xn--met-8cd.google.com/abc", "google_meet"),
        ("https:/meet.google.com/abc", "google_meet"),
        ("https:meet.google.com/abc", "google_meet"),
        ("https:///meet.google.com/abc", "google_meet"),
        ("//meet.google.com/abc", "google_meet"),
        ("meet.google.com/abc", "google_meet"),
        ("https://meet.goo\tgle.com/abc", "google_meet"),
        ("https://meet.google.com/a b", "google_meet"),
        ("https://meet.google.com/a\nb", "google_meet"),
        ("javascript://meet.google.com/%0aalert(1)", "google_meet"),
        ("ftp://meet.google.com/abc", "google_meet"),
        ("https://", "google_meet"),
        ("", "google_meet"),
        ("https://zoom.us@evil.test/j/1", "zoom"),
        ("https://zoom.us.evil.test/j/1", "zoom"),
        ("https://evilzoom.us/j/1", "zoom"),
        ("https://.zoom.us/j/1", "zoom"),
        ("https://a..zoom.us/j/1", "zoom"),
        ("https://zoom.us-evil.test/j/1", "zoom"),
        ("https://zoom.uk/j/1", "zoom"),
        ("https://.zoom.us/j/1", "whatsapp"),
        ("https://wa.me.evil.test/1", "whatsapp"),
        ("https://a.wa.me/1", "whatsapp"),
        ("https://evilwhatsapp.com/1", "whatsapp"),
        ("https://whatsapp.co/1", "whatsapp"),
        ("https://microsoft.com/l/1", "teams"),
        ("https://a.teams.microsoft.com/l/1", "teams"),
        ("https://teams.microsoft.com.evil.test/l/1", "teams"),
        ("https://live.com/meet/1", "teams"),
        ("https://zoom.us/j/1", "teams"),
        ("https://meet.google.com/abc", "zoom"),
        ("http://example.com/room", "other"),
        ("https://user@example.com/room", "other"),
        ("https://example.com:8080/room", "other"),
        ("https://example.com./room", "other"),
        ("https://exa mple.com/room", "other"),
        ("https://example.com\\room", "other"),
        ("https://0x7f.1/room", "other"),
        ("wss://example.com/room", "other"),
    ] {
        assert!(!is_taken(link, link_type), "{link} as {link_type}");
    }
    let long = format!("https://example.com/{}", "a".repeat(2_029));
    assert!(!is_taken(&long, "other") && is_taken(&long[..2_048], "other"));
}

/// What links are made of, and what is used to make one look like another.
const PIECES: [&str; 27] = [
    "https://",
    "http://",
    "meet.google.com",
    "wa.me",
    "whatsapp.com",
    "zoom.us",
    "teams.live.com",
    "evil.test",
    "user",
    "abc",
    "/",
    "//",
    "?",
    "#",
    "@",
    ":",
    ":443",
    ":8443",
    ".",
    "\\",
    "%2e",
    "%40",
    "\u{3002}",
    "\u{ff0f}",
    "\u{435}",
    "\t",
    "\u{200b}",
];

/// The hosts of a type, told in another way than the code does.
fn is_of_type(host: &str, link_type: &str) -> bool {
    let is_under = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
    match link_type {
        "google_meet" => host == "meet.google.com",
        "whatsapp" => host == "wa.me" || is_under("whatsapp.com"),
        "zoom" => is_under("zoom.us") || is_under("zoom.com"),
        _ => host == "teams.microsoft.com" || host == "teams.live.com",
    }
}

proptest! {
    /// Read as plainly as can be: what stands after `https://` up to the first
    /// sign that ends a host is the host, letter by letter.
    #[test]
    fn a_link_of_a_type_leads_to_its_host_however_it_is_read(
        pieces in prop::collection::vec(select(PIECES.to_vec()), 0..9),
        link_type in select(vec!["google_meet", "whatsapp", "zoom", "teams"]),
    ) {
        let link = format!("https://{}", pieces.concat());
        for link in [pieces.concat(), link] {
            if is_taken(&link, link_type) {
                let rest = link.trim().strip_prefix("https://");
                let end = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.';
                let rest = rest.unwrap_or_default();
                let (host, after) = rest.split_at(rest.find(end).unwrap_or(rest.len()));
                prop_assert!(is_of_type(host, link_type), "{link}");
                let after = after.strip_prefix(":443").unwrap_or(after);
                prop_assert!(after.is_empty() || after.starts_with(['/', '?', '#']), "{link}");
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(link in ".*") {
        for link_type in ["zoom", "other"] {
            let _ = is_taken(&link, link_type);
        }
    }
}
