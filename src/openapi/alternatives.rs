//! Makes one object of alternatives. Of `oneOf` some generators make a type that demands the fields of all, and with a
//! discriminator an interface that nothing implements; what they make of one object with optional fields works.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::object;
use super::schemas::target;

/// An object that is one of the alternatives.
#[derive(Default)]
struct Kind {
    description: String,
    fields: Map<String, Value>,
    required: BTreeSet<String>,
}

/// Merges every component that is one of several objects. What all of them require is required; which of them requires
/// or lacks what, conditions say, which validators read and generators pass by. Of fields of one name the last counts.
pub(super) fn merge(schemas: &mut Value) {
    let all = object(schemas).clone();
    for schema in object(schemas).values_mut() {
        let kinds = schema.get("oneOf").and_then(Value::as_array);
        let kinds: Option<Vec<_>> = kinds.and_then(|kinds| kinds.iter().map(|kind| Kind::of(kind, &all)).collect());
        if let Some(kinds) = kinds {
            *schema = merged(schema["description"].as_str().unwrap_or_default(), &kinds);
        }
    }
}

impl Kind {
    fn of(schema: &Value, all: &Map<String, Value>) -> Option<Self> {
        if let Some(name) = target(schema) {
            return Self::of(all.get(name)?, all);
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut kind = Self { description: text(&schema["description"]), ..Self::default() };
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            for part in parts {
                let part = Self::of(part, all)?;
                kind.fields.extend(part.fields);
                kind.required.extend(part.required);
            }
        } else {
            kind.fields = schema.get("properties")?.as_object()?.clone();
            kind.required = schema["required"].as_array().into_iter().flatten().map(text).collect();
        }
        Some(kind)
    }

    /// The field that names the kind, and the name.
    fn tag(&self) -> Option<(&str, &str)> {
        self.fields.iter().find_map(|(name, field)| match field["enum"].as_array()?.as_slice() {
            [value] => Some((name.as_str(), value.as_str()?)),
            _ => None,
        })
    }

    /// What is so of this kind alone.
    fn condition(&self, others: &[&Self]) -> Value {
        match self.tag() {
            Some((tag, value)) => json!({"properties": {tag: {"const": value}}}),
            None => {
                let alone = |name: &&String| others.iter().all(|other| !other.fields.contains_key(*name));
                let field = self.required.iter().find(alone);
                json!({"required": [field], "properties": field.map(|field| json!({field: true}))})
            }
        }
    }
}

fn merged(description: &str, kinds: &[Kind]) -> Value {
    let (mut fields, mut lines) = (Map::new(), String::new());
    for kind in kinds {
        for (name, field) in &kind.fields {
            let everywhere = kinds.iter().all(|other| other.fields.contains_key(name));
            let mut field = field.clone();
            if let (false, Some((tag, value))) = (everywhere, kind.tag()) {
                let words = field["description"].as_str().unwrap_or_default();
                field["description"] = json!(format!("{words} With the {tag} `{value}` only.").trim());
            }
            if let Some(Value::Array(known)) = fields.get(name).and_then(|known| known.get("enum"))
                && let Some(Value::Array(values)) = field.get_mut("enum")
            {
                values.splice(0..0, known.iter().cloned());
            }
            fields.insert(name.clone(), field);
        }
        if let Some((_, value)) = kind.tag() {
            lines.push_str(&format!("\n- `{value}`: {}", kind.description));
        }
    }
    let required: BTreeSet<_> =
        fields.keys().filter(|name| kinds.iter().all(|kind| kind.required.contains(*name))).collect();
    let break_before_list = if lines.is_empty() { "" } else { "\n" };
    let mut schema = json!({
        "description": format!("{description}{break_before_list}{lines}"),
        "type": "object", "required": required, "properties": &fields,
    });
    let conditions = kinds.iter().rev().fold(None, |rest, kind| {
        let more: Vec<_> = kind.required.iter().filter(|name| !required.contains(name)).collect();
        let optional = fields.keys().filter(|name| !required.contains(name));
        let own: BTreeMap<_, _> = optional.map(|name| (name, kind.fields.contains_key(name))).collect();
        let then = json!({"required": more, "properties": own});
        let Some(rest) = rest else { return Some(then) };
        let others: Vec<_> = kinds.iter().filter(|other| !std::ptr::eq(*other, kind)).collect();
        Some(json!({"if": kind.condition(&others), "then": then, "else": rest}))
    });
    if let Some(Value::Object(conditions)) = conditions {
        object(&mut schema).extend(conditions);
    }
    schema
}
