//! Completes each operation by rules: headers, conditions, problems, examples.

use serde_json::{Value, json};

use super::headers::{self, ETAG, LOCATION, REPLAYED, REQUEST_ID};
use super::problems::{self, Shape};
use super::{clients, examples, object};

/// Completes every operation, and writes the components that they share.
pub(super) fn complete(document: &mut Value) {
    headers::describe(&mut document["components"]);
    let mut components = document["components"].take();
    for item in object(&mut document["paths"]).values_mut() {
        for operation in object(item).values_mut() {
            complete_one(operation, &mut components);
        }
    }
    let mut not_modified = json!({"description": "What the client has is still so."});
    REQUEST_ID.add_to(&mut not_modified);
    ETAG.add_to(&mut not_modified);
    components["responses"]["NotModified"] = not_modified;
    document["components"] = components;
}

fn complete_one(operation: &mut Value, components: &mut Value) {
    let conditional_read = operation["responses"].get("304").is_some();
    if conditional_read {
        operation["responses"]["304"] = json!({"$ref": "#/components/responses/NotModified"});
    }
    if operation.get("security").is_none() {
        operation["security"] = json!([]);
    }
    let shape = settle_parameters(operation, conditional_read);
    problems::complete(&mut operation["responses"], shape, components);
    add_headers(&mut operation["responses"], conditional_read, shape);
    add_examples(operation);
}

/// Puts references in the place of headers, adds the one of conditional reads, and returns the shape.
fn settle_parameters(operation: &mut Value, conditional_read: bool) -> Shape {
    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    for parameter in &mut parameters {
        if let Some(header) = parameter["name"].as_str().and_then(headers::parameter) {
            *parameter = header;
        }
    }
    if conditional_read {
        parameters.extend(headers::parameter("If-None-Match"));
    }
    let is_in = |place: &str| parameters.iter().any(|parameter| parameter["in"] == place);
    let has = |name: &str| headers::parameter(name).is_some_and(|header| parameters.contains(&header));
    let shape = Shape {
        body: operation.get("requestBody").is_some(),
        path: is_in("path"),
        query: is_in("query"),
        bearer: operation["security"].as_array().is_some_and(|schemes| !schemes.is_empty()),
        once: has("Idempotency-Key"),
        conditional: has("If-Match"),
    };
    if parameters.is_empty() {
        object(operation).remove("parameters");
    } else {
        object(operation).insert("parameters".to_owned(), parameters.into());
    }
    shape
}

fn add_headers(responses: &mut Value, conditional_read: bool, shape: Shape) {
    for (status, response) in object(responses) {
        if response.get("$ref").is_some() {
            continue;
        }
        REQUEST_ID.add_to(response);
        if conditional_read || response["headers"].get(ETAG.name).is_some() {
            ETAG.add_to(response);
        }
        if status == "201" && response["headers"].get(ETAG.name).is_some() {
            LOCATION.add_to(response);
        }
        if shape.once {
            REPLAYED.add_to(response);
        }
    }
}

fn add_examples(operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    if let Some(example) = examples::request(&id) {
        set(&mut operation["requestBody"]["content"], &example);
    }
    if let Some(example) = examples::answer(clients::own_id(&id)) {
        for (status, response) in object(&mut operation["responses"]) {
            if status.starts_with('2') {
                set(&mut response["content"], &example);
            }
        }
    }
    if clients::own_id(&id) != id {
        clients::as_shown(&mut operation["responses"]);
    }
}

fn set(content: &mut Value, example: &Value) {
    for media_type in object(content).values_mut() {
        media_type["example"] = example.clone();
    }
}
