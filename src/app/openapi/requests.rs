use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::object;
use super::schemas::{references, target, walk};
use crate::core::records::HEAD;
use crate::features::coaching::WRITTEN_BY_SERVICE;

/// Bodies other than those of collections whose answers have more fields, with the answer's name.
const ANSWERED: [(&str, &str); 3] =
    [("HealthProfile", "ShownHealthProfile"), ("ProfileChange", "User"), ("NewProposal", "PlanProposalRecord")];

/// Closes the schemas of request bodies: a field that is not in them is an input error. What only the service writes
/// is in them as `readOnly`: it is ignored, so that an answer can be sent back.
pub(super) fn close(document: &mut Value) {
    let mut left = Vec::new();
    for operation in
        document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object()).flatten()
    {
        left.extend(references(&operation.1["requestBody"]));
    }
    let schemas = object(&mut document["components"]["schemas"]);
    let all = schemas.clone();
    let mut closed = BTreeSet::new();
    while let Some(name) = left.pop() {
        let Some(schema) = schemas.get_mut(&name) else { continue };
        if !closed.insert(name.clone()) {
            continue;
        }
        walk(schema, &mut |inner| {
            if inner.get("properties").is_some_and(Value::is_object) {
                inner["additionalProperties"] = json!(false);
            }
        });
        left.extend(references(schema));
        let fields = written_by_service(&name, &all);
        if !fields.is_empty() {
            object(&mut schema["properties"]).extend(fields);
        }
    }
    open_answers(schemas, &closed, &all);
}

/// The fields that an answer has in addition to those of this body.
fn written_by_service(body: &str, schemas: &Map<String, Value>) -> Map<String, Value> {
    let (answer, names): (_, Vec<&str>) = match ANSWERED.iter().find(|(name, _)| *name == body) {
        Some((_, answer)) => {
            ((*answer).to_owned(), [&["id", "email", "client_id"], HEAD.as_slice(), &WRITTEN_BY_SERVICE].concat())
        }
        None => (format!("{}Record", body.trim_end_matches("Change")), [&["id"], HEAD.as_slice()].concat()),
    };
    let Some(answer) = schemas.get(&answer) else { return Map::new() };
    let parts = answer["allOf"].as_array().into_iter().flatten().chain([answer]);
    let fields = parts.filter_map(|part| part["properties"].as_object()).flatten();
    let read_only = |(name, field): (&String, &Value)| {
        let mut field = field.clone();
        field["readOnly"] = json!(true);
        (name.clone(), field)
    };
    fields.filter(|(name, _)| names.contains(&name.as_str())).map(read_only).collect()
}

/// Answers that have the fields of a body and others: a copy of the open schema takes the place of the closed one.
fn open_answers(schemas: &mut Map<String, Value>, closed: &BTreeSet<String>, open: &Map<String, Value>) {
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| !closed.contains(*name)) {
        for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(body) = target(part).filter(|name| closed.contains(*name)).and_then(|name| open.get(name)) {
                *part = body.clone();
            }
        }
    }
}
