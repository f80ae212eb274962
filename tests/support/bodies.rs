use serde_json::Value;

/// A copy of a body with a field set, named by its path (`profile_data.name`).
pub fn with(body: &Value, field: &str, value: impl Into<Value>) -> Value {
    let mut changed = body.clone();
    let target = field
        .split('.')
        .fold(&mut changed, |inner, name| &mut inner[name]);
    *target = value.into();
    changed
}

/// A copy of a body without a field.
pub fn without(body: &Value, field: &str) -> Value {
    let mut changed = body.clone();
    let (outer, name) = field.rsplit_once('.').unwrap_or(("", field));
    let target = outer
        .split('.')
        .filter(|name| !name.is_empty())
        .fold(&mut changed, |inner, name| &mut inner[name]);
    target
        .as_object_mut()
        .and_then(|fields| fields.shift_remove(name))
        .expect("the field is there");
    changed
}
