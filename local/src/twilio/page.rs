use serde_json::{Value, json};

use super::Refusal;

const DEFAULT_SIZE: usize = 50;
const MOST: usize = 1000;

/// What a list is asked for.
pub(super) struct Asked {
    pairs: Vec<(String, String)>,
    number: usize,
    size: usize,
}

impl Asked {
    pub(super) fn read(query: Option<&str>) -> Result<Self, Refusal> {
        let query = query.unwrap_or_default();
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let mut asked = Self {
            pairs,
            number: 0,
            size: DEFAULT_SIZE,
        };
        let number = |name: &str, default: usize| match asked.get(name) {
            None => Ok(default),
            Some(text) => text
                .parse()
                .map_err(|_| Refusal::bad_request(format!("{name} is not valid"))),
        };
        let (page, size) = (number("Page", 0)?, number("PageSize", DEFAULT_SIZE)?);
        if !(1..=MOST).contains(&size) {
            let message = format!("Page size must be 1 to {MOST}");
            return Err(Refusal::bad_request(message));
        }
        (asked.number, asked.size) = (page, size);
        Ok(asked)
    }

    /// A parameter of the query.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The page that was asked for, under a key, with the addresses of the
    /// others. `url` is the list's own, without a query.
    pub(super) fn page(&self, key: &str, url: &str, all: &[Value]) -> Value {
        let start = self.number.saturating_mul(self.size);
        let items: Vec<&Value> = all.iter().skip(start).take(self.size).collect();
        let address = |number: usize| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let kept = |name: &str| !matches!(name, "Page" | "PageSize" | "PageToken");
            query.extend_pairs(self.pairs.iter().filter(|(name, _)| kept(name)));
            query.append_pair("PageSize", &self.size.to_string());
            query.append_pair("Page", &number.to_string());
            format!("{url}?{}", query.finish())
        };
        let has_next = start.saturating_add(self.size) < all.len();
        json!({
            key: items,
            "meta": {
                "page": self.number,
                "page_size": self.size,
                "first_page_url": address(0),
                "previous_page_url": self.number.checked_sub(1).map(address),
                "url": address(self.number),
                "next_page_url": has_next.then(|| address(self.number + 1)),
                "key": key,
            },
        })
    }
}
