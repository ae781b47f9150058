use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::object;
use super::schemas::{references, target, walk};

/// Closes the schemas of request bodies: a field that is not in them is a fault of the input, and so is one that only
/// the service writes.
pub(super) fn close(document: &mut Value) {
    let mut left = Vec::new();
    for operation in
        document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object()).flatten()
    {
        left.extend(references(&operation.1["requestBody"]));
    }
    let schemas = &mut document["components"]["schemas"];
    let mut closed = BTreeSet::new();
    while let Some(name) = left.pop() {
        let Some(schema) = object(schemas).get_mut(&name) else { continue };
        if !closed.insert(name) {
            continue;
        }
        walk(schema, &mut |inner| {
            if let Some(fields) = inner.get_mut("properties").and_then(Value::as_object_mut) {
                fields.retain(|_, field| field["readOnly"] != true);
                inner["additionalProperties"] = json!(false);
            }
        });
        left.extend(references(schema));
    }
    open_answers(object(schemas), &closed);
}

/// Answers that have the fields of a body beside others: an open copy takes the place of the closed schema.
fn open_answers(schemas: &mut Map<String, Value>, closed: &BTreeSet<String>) {
    let all = schemas.clone();
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| !closed.contains(*name)) {
        for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(body) = target(part).filter(|name| closed.contains(*name)).and_then(|name| all.get(name)) {
                let mut open = body.clone();
                object(&mut open).remove("additionalProperties");
                *part = open;
            }
        }
    }
}
