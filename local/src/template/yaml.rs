use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;

/// CloudFormation's YAML as the JSON that it stands for: `!Ref Table` is
/// `{"Ref":"Table"}`, `!Sub …` is `{"Fn::Sub":…}`.
pub(super) fn parse(text: &str) -> Result<Value, serde_yaml_ng::Error> {
    serde_yaml_ng::from_str::<Yaml>(text).map(to_json)
}

fn to_json(yaml: Yaml) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or_else(|| number.as_f64().map(Value::from))
            .unwrap_or_default(),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(list) => list.into_iter().map(to_json).collect(),
        Yaml::Mapping(mapping) => Value::Object(
            mapping
                .into_iter()
                .map(|(key, value)| (key_text(key), to_json(value)))
                .collect::<Map<_, _>>(),
        ),
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let function = match tag.trim_start_matches('!') {
                "Ref" => "Ref".to_owned(),
                "Condition" => "Condition".to_owned(),
                name => format!("Fn::{name}"),
            };
            json!({ function: to_json(tagged.value) })
        }
    }
}

fn key_text(key: Yaml) -> String {
    match to_json(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_the_functions_they_stand_for() {
        let value = parse("{a: !Ref T, b: !Sub \"${X}/*\", c: !If [A, !GetAtt B.Arn, 1]}").unwrap();
        assert_eq!(
            value,
            json!({
                "a": { "Ref": "T" },
                "b": { "Fn::Sub": "${X}/*" },
                "c": { "Fn::If": ["A", { "Fn::GetAtt": "B.Arn" }, 1] },
            })
        );
    }
}
