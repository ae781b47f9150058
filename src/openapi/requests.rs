use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::object;
use super::schemas::{references, walk};

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
}
