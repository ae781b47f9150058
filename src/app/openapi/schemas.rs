//! Simplifies utoipa's schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::object;

/// Prefixes of components that only bound a number or a string; they are inlined.
const HELPERS: [&str; 3] = ["BoundedInt_", "BoundedString_", "Amount_"];

const REF: &str = "#/components/schemas/";

/// The name of the component that a schema refers to.
pub(super) fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(REF)
}

/// A reference to a component.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("{REF}{name}")})
}

/// Visits `schema` and all schemas in it, the inner ones first. What is not a schema (examples, names of properties) is
/// skipped.
pub(super) fn walk(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    let Value::Object(map) = schema else { return };
    for (key, value) in map.iter_mut() {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties.values_mut().for_each(|value| walk(value, visit)),
            ("allOf" | "oneOf" | "anyOf", Value::Array(list)) => list.iter_mut().for_each(|value| walk(value, visit)),
            ("items" | "additionalProperties", value) => walk(value, visit),
            _ => {}
        }
    }
    visit(schema);
}

/// Visits every schema that stands in a part of the description other than the components.
pub(super) fn walk_all(part: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    match part {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match key.as_str() {
                    "schema" => walk(value, visit),
                    "example" | "examples" => {}
                    _ => walk_all(value, visit),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| walk_all(value, visit)),
        _ => {}
    }
}

/// Simplifies every schema of the description.
pub(super) fn simplify(document: &mut Value) {
    let components = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let mut visit = |schema: &mut Value| simplify_one(schema, &components);
    walk_all(&mut document["paths"], &mut visit);
    let schemas = object(&mut document["components"]["schemas"]);
    schemas.values_mut().for_each(|schema| walk(schema, &mut visit));
    schemas.retain(|name, _| !is_helper(name));
}

fn is_helper(name: &str) -> bool {
    HELPERS.iter().any(|helper| name.starts_with(helper))
}

fn simplify_one(schema: &mut Value, components: &Map<String, Value>) {
    if target(schema).is_some_and(is_helper) {
        inline(schema, components);
    }
    // A list field comes as an `allOf` of the list and an "object" that only carries the field's description.
    if let Some([list, words]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice)
        && list["type"] == "array"
        && words["type"] == "object"
        && words.get("properties").is_none()
    {
        let mut plain = list.clone();
        plain["description"] = words["description"].clone();
        *schema = plain;
    }
    // utoipa marks the items of a list as read-only, not the list.
    if let Some(read_only) = schema.get_mut("items").and_then(|items| items.as_object_mut()?.remove("readOnly")) {
        schema["readOnly"] = read_only;
    }
    if let Some([one, null]) = schema.get("oneOf").and_then(Value::as_array).map(Vec::as_slice)
        && *null == json!({"type": "null"})
    {
        let or_null = or_null(one.clone(), schema.get("description").cloned(), components);
        *schema = or_null;
    }
    if let Some(example) = object(schema).remove("example") {
        schema["examples"] = json!([example]);
    }
    if let Some(words) = schema.get("description").and_then(Value::as_str) {
        schema["description"] = one_line(words).into();
    }
}

/// `one` or null: for plain values a list of types, for others an alternative.
fn or_null(mut one: Value, description: Option<Value>, components: &Map<String, Value>) -> Value {
    let described = description.or_else(|| object(&mut one).remove("description"));
    if target(&one).and_then(|name| components.get(name)).is_some_and(is_plain) {
        inline(&mut one, components);
    }
    let mut schema = if is_plain(&one) || one["type"] == "array" {
        one["type"] = json!([one["type"], "null"]);
        one
    } else {
        json!({"oneOf": [one, {"type": "null"}]})
    };
    if let Some(description) = described {
        schema["description"] = description;
    }
    schema
}

/// A string, number or boolean without a list of values.
fn is_plain(schema: &Value) -> bool {
    matches!(schema["type"].as_str(), Some("string" | "integer" | "number" | "boolean")) && schema.get("enum").is_none()
}

/// Puts the component in the place of the reference; what stands next to the reference wins.
fn inline(schema: &mut Value, components: &Map<String, Value>) {
    let Some(Value::Object(component)) = target(schema).and_then(|name| components.get(name)) else { return };
    let schema = object(schema);
    schema.remove("$ref");
    for (key, value) in component {
        schema.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

/// Doc comments are broken into lines for the source; only blank lines mean something.
pub(super) fn one_line(words: &str) -> String {
    words.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect::<Vec<_>>().join("\n\n")
}

/// Removes the components that no operation refers to.
pub(super) fn drop_unused(document: &mut Value) {
    let mut used = BTreeSet::new();
    let mut left = references(&document["paths"]);
    for part in ["responses", "parameters", "headers"] {
        left.extend(references(&document["components"][part]));
    }
    while let Some(name) = left.pop() {
        left.extend(
            references(&document["components"]["schemas"][&name]).into_iter().filter(|name| !used.contains(name)),
        );
        used.insert(name);
    }
    object(&mut document["components"]["schemas"]).retain(|name, _| used.contains(name));
}

/// The names of the schemas that a part of the description refers to.
pub(super) fn references(part: &Value) -> Vec<String> {
    let inner = match part {
        Value::Object(map) => map.values().flat_map(references).collect(),
        Value::Array(list) => list.iter().flat_map(references).collect(),
        _ => Vec::new(),
    };
    target(part).map(ToOwned::to_owned).into_iter().chain(inner).collect()
}
