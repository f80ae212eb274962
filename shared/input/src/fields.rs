use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::value::{Field, Wrong};

/// Where a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the JSON body.
    Body,
    /// In the query.
    Query,
}

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongField {
    /// Where it stands.
    pub place: Place,
    /// Its path, outermost name first; an index in a list is a number's text.
    pub path: Vec<String>,
    /// What is wrong with it.
    pub wrong: Wrong,
}

impl WrongField {
    /// The path as one word: `profile_data.topics[2]`.
    pub fn name(&self) -> String {
        let mut name = String::new();
        for part in &self.path {
            if part.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() {
                name.push_str(&format!("[{part}]"));
            } else {
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(part);
            }
        }
        name
    }
}

/// A request type that is read from [`Fields`].
pub trait Read: Sized {
    /// Reads all fields, then builds the request; `None` when a field is
    /// missing or wrong, which `fields` has then noted.
    fn read(fields: &mut Fields<'_>) -> Option<Self>;
}

/// The fields of one JSON object or query, and what is wrong with them.
#[derive(Debug)]
pub struct Fields<'a> {
    place: Place,
    path: Vec<String>,
    object: &'a Map<String, Value>,
    now: Timestamp,
    wrong: Vec<WrongField>,
}

impl<'a> Fields<'a> {
    /// The fields of an object that came now.
    pub fn new(place: Place, object: &'a Map<String, Value>, now: Timestamp) -> Self {
        Self {
            place,
            path: Vec::new(),
            object,
            now,
            wrong: Vec::new(),
        }
    }

    /// Reads a whole request.
    ///
    /// # Errors
    ///
    /// All fields that are wrong.
    pub fn read<T: Read>(
        place: Place,
        object: &'a Map<String, Value>,
        now: Timestamp,
    ) -> Result<T, Vec<WrongField>> {
        Self::read_with(place, object, now, T::read)
    }

    /// Reads a whole request in another way than [`Read`].
    ///
    /// # Errors
    ///
    /// All fields that are wrong.
    pub fn read_with<T>(
        place: Place,
        object: &'a Map<String, Value>,
        now: Timestamp,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, Vec<WrongField>> {
        let mut fields = Self::new(place, object, now);
        match read(&mut fields) {
            Some(request) if fields.wrong.is_empty() => Ok(request),
            _ => Err(fields.wrong),
        }
    }

    /// A field that must be there. `null` is not.
    pub fn required<T: Field>(&mut self, name: &str) -> Option<T> {
        match self.object.get(name) {
            None | Some(Value::Null) => {
                self.note(name, Wrong::missing());
                None
            }
            Some(value) => self.value(name, value),
        }
    }

    /// A field that may be missing or `null`.
    pub fn optional<T: Field>(&mut self, name: &str) -> Option<T> {
        match self.object.get(name) {
            None | Some(Value::Null) => None,
            Some(value) => self.value(name, value),
        }
    }

    /// A field of which `null` means something else than leaving it out:
    /// `None` left out, `Some(None)` null, `Some(Some(_))` given.
    pub fn patched<T: Field>(&mut self, name: &str) -> Option<Option<T>> {
        match self.object.get(name) {
            None => None,
            Some(Value::Null) => Some(None),
            Some(value) => self.value(name, value).map(Some),
        }
    }

    /// A list of values, at most so many; `None` when it is left out or null.
    pub fn list<T: Field>(&mut self, name: &str, longest: usize) -> Option<Vec<T>> {
        let values = self.array(name, longest)?;
        let mut list = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            match T::read(value) {
                Ok(item) => list.push(item),
                Err(wrong) => self.note_path([name, &index.to_string()], wrong),
            }
        }
        Some(list)
    }

    /// A list of objects, at most so many; `None` when it is left out or null.
    pub fn objects<T: Read>(&mut self, name: &str, longest: usize) -> Option<Vec<T>> {
        let entries = self.entries(name, longest)?;
        Some(entries.into_iter().map(|(_, entry)| entry).collect())
    }

    /// A list of objects as [`Fields::objects`] reads it, each with its index:
    /// those that are wrong are missing.
    pub fn entries<T: Read>(&mut self, name: &str, longest: usize) -> Option<Vec<(usize, T)>> {
        let values = self.array(name, longest)?;
        let mut list = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let entry = self.nested(&[name, &index.to_string()], value);
            list.extend(entry.map(|entry| (index, entry)));
        }
        Some(list)
    }

    /// An object inside this one; `None` when it is left out or null.
    pub fn object<T: Read>(&mut self, name: &str) -> Option<T> {
        match self.object.get(name)? {
            Value::Null => None,
            value => self.nested(&[name], value),
        }
    }

    /// Notes a rule that a field broke, and passes on what went well.
    pub fn rule<T>(&mut self, name: &str, result: Result<T, Wrong>) -> Option<T> {
        result.map_err(|wrong| self.note(name, wrong)).ok()
    }

    /// Notes a rule that one entry of a list broke.
    pub fn entry_rule(&mut self, name: &str, index: usize, wrong: Wrong) {
        self.note_path([name, &index.to_string()], wrong);
    }

    /// When the request came: for fields that must lie in the future.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Whether the field is there and `null`.
    pub fn is_null(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(Value::is_null)
    }

    /// Whether the field is there and not `null`.
    pub fn has(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(|value| !value.is_null())
    }

    fn value<T: Field>(&mut self, name: &str, value: &Value) -> Option<T> {
        let read = match (self.place, value) {
            (Place::Query, Value::String(text)) => T::read_text(text),
            _ => T::read(value),
        };
        self.rule(name, read)
    }

    fn array(&mut self, name: &str, longest: usize) -> Option<&'a Vec<Value>> {
        match self.object.get(name)? {
            Value::Null => None,
            Value::Array(values) if values.len() <= longest => Some(values),
            Value::Array(_) => {
                self.note(
                    name,
                    Wrong::value(format!("must have at most {longest} entries")),
                );
                None
            }
            _ => {
                self.note(name, Wrong::type_error("must be a list"));
                None
            }
        }
    }

    fn nested<T: Read>(&mut self, names: &[&str], value: &Value) -> Option<T> {
        let Value::Object(object) = value else {
            self.note_path(
                names.iter().copied(),
                Wrong::type_error("must be an object"),
            );
            return None;
        };
        let mut path = self.path.clone();
        path.extend(names.iter().map(|&name| name.to_owned()));
        let mut inner = Fields {
            place: self.place,
            path,
            object,
            now: self.now,
            wrong: Vec::new(),
        };
        let read = T::read(&mut inner);
        self.wrong.append(&mut inner.wrong);
        read
    }

    fn note(&mut self, name: &str, wrong: Wrong) {
        self.note_path([name], wrong);
    }

    fn note_path<'n>(&mut self, names: impl IntoIterator<Item = &'n str>, wrong: Wrong) {
        let mut path = self.path.clone();
        path.extend(names.into_iter().map(str::to_owned));
        self.wrong.push(WrongField {
            place: self.place,
            path,
            wrong,
        });
    }
}

#[cfg(test)]
mod tests {
    use ids::UserId;
    use serde_json::json;

    use super::*;
    use crate::Name;

    #[derive(Debug)]
    struct Person {
        id: UserId,
        name: Option<Option<Name>>,
    }

    impl Read for Person {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            let (id, name) = (fields.required("id"), fields.patched("name"));
            Some(Self { id: id?, name })
        }
    }

    #[derive(Debug)]
    struct People(Vec<Person>);

    impl Read for People {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            fields.objects("people", 3).map(Self)
        }
    }

    fn read<T: Read>(json: Value) -> Result<T, Vec<String>> {
        let object = json.as_object().cloned().unwrap_or_default();
        Fields::read(Place::Body, &object, Timestamp::UNIX_EPOCH)
            .map_err(|wrong| wrong.iter().map(WrongField::name).collect())
    }

    #[test]
    fn every_wrong_field_is_named() {
        assert_eq!(
            read::<Person>(json!({"name": 5})).map(|_| ()),
            Err(vec!["id".into(), "name".into()])
        );
        let people = json!({"people": [{"id": "a"}, {"id": "#"}, 7]});
        assert_eq!(
            read::<People>(people).map(|_| ()),
            Err(vec!["people[1].id".into(), "people[2]".into()])
        );
        assert_eq!(
            read::<People>(json!({"people": [1, 2, 3, 4]})).map(|_| ()),
            Err(vec!["people".into()])
        );
    }

    #[test]
    fn null_is_not_left_out() {
        let name = |json| {
            read::<Person>(json).map(|person| person.name.map(|name| name.map(String::from)))
        };
        assert_eq!(name(json!({"id": "a"})), Ok(None));
        assert_eq!(name(json!({"id": "a", "name": null})), Ok(Some(None)));
        assert_eq!(
            name(json!({"id": 1, "name": "Ann"})),
            Ok(Some(Some("Ann".into())))
        );
        assert_eq!(
            read::<Person>(json!({"id": "a"})).map(|person| person.id.to_string()),
            Ok("a".into())
        );
        assert_eq!(
            read::<People>(json!({"people": [{"id": "a"}]})).map(|people| people.0.len()),
            Ok(1)
        );
    }
}
