use std::collections::HashMap;

use jsonschema::Validator;
use serde_json::{Value, json};

/// Checks values against schemas of a description.
pub struct Schemas<'a> {
    document: &'a Value,
    known: HashMap<String, Validator>,
}

impl<'a> Schemas<'a> {
    pub fn of(document: &'a Value) -> Self {
        Self { document, known: HashMap::new() }
    }

    /// What of `value` does not fit `schema`.
    pub fn errors(&mut self, schema: &Value, value: &Value) -> Vec<String> {
        let validator = self.known.entry(schema.to_string()).or_insert_with(|| {
            let whole = json!({"components": self.document["components"], "allOf": [schema]});
            jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .should_validate_formats(true)
                .build(&whole)
                .unwrap()
        });
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

/// The part of the description that a local reference leads to; the part itself when it is none.
pub fn resolve<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    match part.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null),
        None => part,
    }
}

/// Every operation: path, method in lower case, description.
pub fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}
