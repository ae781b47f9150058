//! Makes one object of alternatives. Of `oneOf` some generators make a type that demands the fields of all, and with a
//! discriminator an interface that nothing implements; what they make of one object with optional fields works.

use std::collections::BTreeSet;

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

/// Merges every component that is one of several objects. What all of them require is required; that it must have the
/// shape of one of them is said by `if` and `else`, which validators read and generators pass by. Of fields of one name
/// the last counts.
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
            kind.fields.extend(schema.get("properties")?.as_object()?.clone());
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

    /// What is particular of the kind, of fields that `required` does not name: which it requires, has and lacks.
    fn shape(&self, fields: &Map<String, Value>, required: &BTreeSet<String>) -> Value {
        let varied = fields.keys().filter(|name| !required.contains(*name));
        let mut has: Map<_, _> = varied.map(|name| (name.clone(), self.fields.contains_key(name).into())).collect();
        if let Some((tag, value)) = self.tag() {
            has.insert(tag.to_owned(), json!({"const": value}));
        }
        json!({"required": self.required.difference(required).collect::<Vec<_>>(), "properties": has})
    }
}

fn merged(description: &str, kinds: &[Kind]) -> Value {
    let (mut fields, mut words) = (Map::new(), vec![description.to_owned()]);
    for kind in kinds {
        for (name, field) in &kind.fields {
            let everywhere = kinds.iter().all(|other| other.fields.contains_key(name));
            let mut field = field.clone();
            if let (false, Some((tag, value))) = (everywhere, kind.tag()) {
                let own = field["description"].as_str().unwrap_or_default();
                field["description"] = json!(format!("{own} With the {tag} `{value}` only.").trim());
            }
            if let Some(Value::Array(known)) = fields.get(name).and_then(|known| known.get("enum"))
                && let Some(Value::Array(values)) = field.get_mut("enum")
            {
                values.splice(0..0, known.iter().cloned());
            }
            fields.insert(name.clone(), field);
        }
        if let Some((_, value)) = kind.tag() {
            let gap = if words.len() == 1 { "\n" } else { "" };
            words.push(format!("{gap}- `{value}`: {}", kind.description));
        }
    }
    let everywhere = |name: &&String| kinds.iter().all(|kind| kind.required.contains(*name));
    let required = fields.keys().filter(everywhere).cloned().collect();
    let shapes = kinds.iter().map(|kind| kind.shape(&fields, &required));
    // Without `then`: with it, one of the generators takes the object for anything.
    let shapes = shapes.rev().reduce(|others, shape| json!({"if": shape, "else": others})).unwrap_or_default();
    let mut schema = json!({
        "description": words.join("\n"), "type": "object", "required": required, "properties": fields,
    });
    object(&mut schema).extend(shapes.as_object().cloned().unwrap_or_default());
    schema
}
