//! Makes the schemas of answered records and of merge patches out of those of bodies.

use serde_json::{Map, Value, json};

use super::object;
use super::schemas::target;
use crate::core::records::docs::{CHANGE_OF, FIELDS_OF};

/// Gives every schema marked with [`FIELDS_OF`] the fields of the body that it names.
pub(super) fn add_fields(schemas: &mut Value) {
    let all = schemas.as_object().cloned().unwrap_or_default();
    for schema in object(schemas).values_mut() {
        if let Some(body) = take(schema, FIELDS_OF).and_then(|name| all.get(&name)) {
            let fields = object(&mut schema["properties"]);
            for (name, field) in body["properties"].as_object().into_iter().flatten() {
                fields.insert(name.clone(), without_null(field.clone()));
            }
        }
    }
}

/// Replaces every schema marked with [`CHANGE_OF`] by that of a merge patch to the body that it names.
pub(super) fn describe_changes(schemas: &mut Value) {
    let all = schemas.as_object().cloned().unwrap_or_default();
    for schema in object(schemas).values_mut() {
        if let Some(body) = take(schema, CHANGE_OF).and_then(|name| all.get(&name)) {
            schema["type"] = json!("object");
            schema["properties"] = changes(body, &all);
        }
    }
}

fn take(schema: &mut Value, mark: &str) -> Option<String> {
    Some(schema.as_object_mut()?.remove(mark)?.as_str()?.to_owned())
}

/// The schema without null as a value.
pub(super) fn without_null(mut schema: Value) -> Value {
    if let Some([one, Value::String(null)]) = schema["type"].as_array().map(Vec::as_slice)
        && null == "null"
    {
        schema["type"] = one.clone();
    }
    if let Some([one, null]) = schema["oneOf"].as_array().map(Vec::as_slice)
        && null["type"] == "null"
    {
        let mut one = one.clone();
        if let Some(description) = schema.get("description") {
            one["description"] = description.clone();
        }
        return one;
    }
    schema
}

/// What a patch can say about each field of `schema`: null where the field can be left out, parts of it where it is an
/// object itself.
fn changes(schema: &Value, all: &Map<String, Value>) -> Value {
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = schema["properties"].as_object().into_iter().flatten();
    let changes = fields.map(|(name, field)| {
        let change = change(without_null(field.clone()), all);
        (name.clone(), if required.contains(&name.as_str()) { change } else { or_null(change) })
    });
    changes.collect::<Map<_, _>>().into()
}

fn change(field: Value, all: &Map<String, Value>) -> Value {
    let Some(named) = target(&field).and_then(|name| all.get(name)) else { return field };
    if named["type"] != "object" {
        return field;
    }
    let mut change = json!({"type": "object", "properties": changes(named, all)});
    if let Some(description) = field.get("description").or(named.get("description")) {
        change["description"] = description.clone();
    }
    change
}

fn or_null(mut schema: Value) -> Value {
    if let Some(Value::String(one)) = schema.get("type") {
        schema["type"] = json!([one, "null"]);
        if let Some(Value::Array(values)) = schema.get_mut("enum") {
            values.push(Value::Null);
        }
        return schema;
    }
    let description = object(&mut schema).remove("description");
    let mut alternative = json!({"oneOf": [schema, {"type": "null"}]});
    if let Some(description) = description {
        alternative["description"] = description;
    }
    alternative
}
