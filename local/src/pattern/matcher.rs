use serde_json::Value;

/// One way in which a value can be right.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Matcher {
    /// There is one (`true`), or there is none.
    Exists(bool),
    /// A value is so.
    Is(Test),
    /// There is a value that is not any of these.
    AnythingBut(Vec<Test>),
}

/// What one value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    Equals(Value),
    EqualsIgnoreCase(String),
    Prefix { text: String, ignore_case: bool },
    Suffix { text: String, ignore_case: bool },
    Wildcard(Vec<Glob>),
    Numeric(Vec<(Comparison, f64)>),
}

/// One character of a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glob {
    Any,
    One(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    Greater,
}

impl Matcher {
    /// Whether the values at a field are right.
    pub(super) fn takes(&self, values: &[&Value]) -> bool {
        match self {
            Self::Exists(wanted) => values.is_empty() != *wanted,
            Self::Is(test) => values.iter().any(|value| test.holds(value)),
            Self::AnythingBut(tests) => values
                .iter()
                .any(|value| !tests.iter().any(|test| test.holds(value))),
        }
    }
}

impl Test {
    fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Equals(Value::Number(one)), Value::Number(other)) => {
                one.as_f64() == other.as_f64()
            }
            (Self::Equals(one), other) => one == other,
            (Self::Numeric(comparisons), Value::Number(number)) => {
                number.as_f64().is_some_and(|number| {
                    comparisons
                        .iter()
                        .all(|(comparison, limit)| comparison.holds(number, *limit))
                })
            }
            (test, Value::String(text)) => test.holds_for(text),
            _ => false,
        }
    }

    fn holds_for(&self, value: &str) -> bool {
        let cased = |text: &str, ignore_case: bool| {
            if ignore_case {
                text.to_lowercase()
            } else {
                text.to_owned()
            }
        };
        match self {
            Self::Equals(_) | Self::Numeric(_) => false,
            Self::EqualsIgnoreCase(text) => value.to_lowercase() == text.to_lowercase(),
            Self::Prefix { text, ignore_case } => {
                cased(value, *ignore_case).starts_with(&cased(text, *ignore_case))
            }
            Self::Suffix { text, ignore_case } => {
                cased(value, *ignore_case).ends_with(&cased(text, *ignore_case))
            }
            Self::Wildcard(globs) => wildcard(globs, &value.chars().collect::<Vec<_>>()),
        }
    }
}

/// Goes back to the last `*` only, so that it costs at most their product.
fn wildcard(globs: &[Glob], text: &[char]) -> bool {
    let (mut glob, mut at) = (0, 0);
    let mut last_any: Option<(usize, usize)> = None;
    while at < text.len() {
        match (globs.get(glob), last_any) {
            (Some(Glob::Any), _) => {
                last_any = Some((glob, at));
                glob += 1;
            }
            (Some(Glob::One(wanted)), _) if text.get(at) == Some(wanted) => {
                glob += 1;
                at += 1;
            }
            (_, Some((any, taken))) => {
                last_any = Some((any, taken + 1));
                glob = any + 1;
                at = taken + 1;
            }
            (_, None) => return false,
        }
    }
    globs.iter().skip(glob).all(|glob| *glob == Glob::Any)
}

impl Comparison {
    fn holds(self, number: f64, limit: f64) -> bool {
        match self {
            Self::Less => number < limit,
            Self::AtMost => number <= limit,
            Self::Equal => number.total_cmp(&limit).is_eq(),
            Self::AtLeast => number >= limit,
            Self::Greater => number > limit,
        }
    }
}
