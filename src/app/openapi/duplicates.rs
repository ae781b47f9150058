use serde_json::Value;

use super::object;
use super::schemas::{reference, walk};

/// Puts references in the place of copies of components: lists come with their entries spelled out.
pub(super) fn replace(schemas: &mut Value) {
    // An entry that holds copies itself is recognised once they are replaced, so until nothing changes any more.
    loop {
        let known: Vec<(String, Value)> = object(schemas)
            .iter()
            .filter(|(_, schema)| is_named_for_a_reason(schema))
            .map(|(name, schema)| (name.clone(), schema.clone()))
            .collect();
        let before = schemas.clone();
        for (name, schema) in object(schemas).iter_mut() {
            let whole = schema.clone();
            walk(schema, &mut |inner| {
                if *inner == whole {
                    return;
                }
                if let Some((found, _)) = known.iter().find(|(other, component)| other != name && component == inner) {
                    *inner = reference(found);
                }
            });
        }
        if *schemas == before {
            return;
        }
    }
}

fn is_named_for_a_reason(schema: &Value) -> bool {
    schema.get("properties").is_some() || schema.get("enum").is_some() || schema.get("oneOf").is_some()
}
