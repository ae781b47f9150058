//! What coaches can ask about their clients: described by the operations about oneself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::object;
use super::schemas::{reference, references, target, walk, walk_all};
use crate::app::routes::CLIENT_FIELDS;
use crate::core::access::Needs;
use crate::core::access::client_routes::{CLIENT_ROUTES, client_path};
use crate::core::access::visibility::{Field, Shown};

/// What stands before the operation id of an operation on a client route.
const PREFIX: &str = "client_";

/// The operation id of the same question about oneself, or its own.
pub(super) fn own_id(operation: &str) -> &str {
    operation.strip_prefix(PREFIX).unwrap_or(operation)
}

/// Adds an operation for every client route, and schemas without what is withheld.
pub(super) fn client_routes(document: &mut Value) {
    let mut added = Vec::new();
    for (path, needs) in CLIENT_ROUTES {
        let mut operation = document["paths"][path]["get"].clone();
        if operation.is_object() {
            describe(&mut operation, needs);
            added.push((client_path(path), json!({"get": operation})));
        }
    }
    let seen = added.iter().flat_map(|(_, item)| references(item)).collect();
    let narrowed = narrow(object(&mut document["components"]["schemas"]), seen);
    for (path, mut item) in added {
        walk_all(&mut item, &mut |schema| rename(schema, &narrowed));
        object(&mut document["paths"]).insert(path, item);
    }
}

/// Makes the own operation one about a client.
fn describe(operation: &mut Value, needs: Needs) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let words = format!("Needs the scope {}. The look is noted in the client's access log.", needs.in_words());
    let own_words = text(&operation["description"]);
    operation["operationId"] = json!(format!("{PREFIX}{}", text(&operation["operationId"])));
    operation["tags"] = json!(["clients"]);
    operation["summary"] = json!(format!("{} (of a client)", text(&operation["summary"])));
    operation["description"] = json!(if own_words.is_empty() { words } else { format!("{own_words}\n\n{words}") });
    let client = json!({
        "name": "client_id", "in": "path", "required": true, "description": "The client's id",
        "schema": {"type": "string", "format": "uuid"},
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.insert(0, client),
        None => operation["parameters"] = json!([client]),
    }
    operation["responses"]["403"] = json!({"description": "`scope_missing`"});
}

/// Takes what is withheld out of the examples of an operation's answers on a client route.
pub(super) fn as_shown(responses: &mut Value) {
    let never: BTreeSet<_> =
        withheld().into_iter().filter(|(_, shown)| *shown == Shown::Never).map(|(name, _)| name).collect();
    for (_, response) in object(responses) {
        for (_, content) in response.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
            for name in ["example", "examples"] {
                if let Some(example) = content.get_mut(name) {
                    strip(example, &never);
                }
            }
        }
    }
}

fn strip(value: &mut Value, never: &BTreeSet<&str>) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !never.contains(name.as_str()));
            fields.values_mut().for_each(|inner| strip(inner, never));
        }
        Value::Array(entries) => entries.iter_mut().for_each(|inner| strip(inner, never)),
        _ => {}
    }
}

/// The fields that a coach does not always see. A name means the same in every type (a test holds that).
fn withheld() -> BTreeMap<&'static str, Shown> {
    fn gather(fields: &[Field], found: &mut BTreeMap<&'static str, Shown>) {
        for field in fields {
            if field.shown != Shown::Always {
                found.insert(field.name, field.shown);
            }
            gather(field.fields, found);
        }
    }
    let mut found = BTreeMap::new();
    for (_, fields) in CLIENT_FIELDS {
        gather(fields, &mut found);
    }
    found
}

/// Adds a copy of every schema that shows something withheld, here or further in; the names of those schemas.
fn narrow(schemas: &mut Map<String, Value>, mut left: Vec<String>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    while let Some(name) = left.pop() {
        if reached.insert(name.clone()) {
            left.extend(schemas.get(&name).map(references).unwrap_or_default());
        }
    }
    let mut narrowed = BTreeSet::new();
    loop {
        let more: Vec<_> = reached
            .iter()
            .filter(|name| !narrowed.contains(*name))
            .filter(|name| {
                let Some(schema) = schemas.get(*name) else { return false };
                names_withheld(schema) || references(schema).iter().any(|inner| narrowed.contains(inner))
            })
            .cloned()
            .collect();
        if more.is_empty() {
            break;
        }
        narrowed.extend(more);
    }
    for name in &narrowed {
        let mut copy = schemas.get(name).cloned().unwrap_or_default();
        walk(&mut copy, &mut |schema| {
            leave_out(schema);
            rename(schema, &narrowed);
        });
        schemas.insert(of_client(name), copy);
    }
    narrowed
}

fn names_withheld(schema: &Value) -> bool {
    let (mut found, withheld) = (false, withheld());
    walk(&mut schema.clone(), &mut |inner| {
        let fields = inner["properties"].as_object().into_iter().flatten();
        found |= fields.map(|(name, _)| name).any(|name| withheld.contains_key(name.as_str()));
    });
    found
}

/// Takes the fields out that are never shown; those that take a scope may be missing.
fn leave_out(schema: &mut Value) {
    let withheld = withheld();
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        fields.retain(|name, _| withheld.get(name.as_str()) != Some(&Shown::Never));
        for (name, field) in fields.iter_mut() {
            if let Some(Shown::With(scope)) = withheld.get(name.as_str()) {
                let words = field["description"].as_str().unwrap_or_default();
                field["description"] = json!(format!("{words} Only with the scope `{scope}`.").trim());
            }
        }
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name.as_str().is_none_or(|name| !withheld.contains_key(name)));
    }
}

fn rename(schema: &mut Value, narrowed: &BTreeSet<String>) {
    if let Some(name) = target(schema).filter(|name| narrowed.contains(*name)) {
        schema["$ref"] = reference(&of_client(name))["$ref"].clone();
    }
}

fn of_client(name: &str) -> String {
    format!("Client{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_in_the_list_is_an_own_operation() {
        let document = crate::app::startup::document();
        for (path, _) in CLIENT_ROUTES {
            assert!(document["paths"][path]["get"].is_object(), "{path}");
            assert!(document["paths"][client_path(path)]["get"].is_object(), "{path}");
        }
    }

    #[test]
    fn a_name_means_the_same_in_every_type() {
        fn check(fields: &[Field], withheld: &BTreeMap<&str, Shown>) {
            for field in fields {
                let known = withheld.get(field.name).copied().unwrap_or(Shown::Always);
                assert_eq!(field.shown, known, "{}", field.name);
                check(field.fields, withheld);
            }
        }
        let withheld = withheld();
        assert!(withheld.len() > 5);
        for (_, fields) in CLIENT_FIELDS {
            check(fields, &withheld);
        }
    }

    /// Properties that the fields do not have, in this schema and those that it is made of.
    fn unknown(document: &Value, schema: &Value, fields: &'static [Field], found: &mut Vec<String>) {
        if let Some(name) = target(schema) {
            unknown(document, &document["components"]["schemas"][name], fields, found);
        }
        for form in ["allOf", "oneOf", "anyOf"] {
            schema[form].as_array().into_iter().flatten().for_each(|one| unknown(document, one, fields, found));
        }
        if schema["items"].is_object() {
            unknown(document, &schema["items"], fields, found);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            match Field::named(fields, name) {
                Some(field) => unknown(document, property, field.fields, found),
                None => found.push(name.clone()),
            }
        }
    }

    #[test]
    fn every_property_of_an_answer_says_who_sees_it() {
        let document = crate::app::startup::document();
        let singles = CLIENT_ROUTES.into_iter().filter(|(path, _)| !path.starts_with("/v1/exercises"));
        for (path, _) in singles {
            let of_path = CLIENT_FIELDS.iter().find(|(one, _)| *one == path);
            // A list has what its records have.
            let Some((_, fields)) = of_path else {
                assert!(CLIENT_FIELDS.iter().any(|(one, _)| *one == format!("{path}/{{id}}")), "{path}");
                continue;
            };
            let content = &document["paths"][client_path(path)]["get"]["responses"]["200"]["content"];
            let schema = &content["application/json"]["schema"];
            assert!(schema.is_object(), "{path}: {content}");
            let mut found = Vec::new();
            unknown(&document, schema, fields, &mut found);
            found.retain(|name| !["id", "rev", "created_at", "updated_at"].contains(&name.as_str()));
            assert_eq!(found, Vec::<String>::new(), "{path}");
        }
    }

    #[test]
    fn no_schema_of_a_client_shows_what_is_never_shown() {
        let document = crate::app::startup::document();
        let schemas = &document["components"]["schemas"];
        for name in ["ClientPainScoreRecord", "ClientAppointmentRecord", "ClientCourseProgress"] {
            assert!(schemas[name].is_object(), "{name}");
        }
        for (path, _) in CLIENT_ROUTES {
            let mut left = references(&document["paths"][client_path(path)]["get"]["responses"]["200"]);
            let mut seen = BTreeSet::new();
            while let Some(name) = left.pop() {
                let schema = &schemas[&name];
                walk(&mut schema.clone(), &mut |inner| {
                    for (withheld, shown) in withheld() {
                        assert!(shown != Shown::Never || inner["properties"].get(withheld).is_none(), "{path} {name}");
                    }
                });
                if seen.insert(name) {
                    left.extend(references(schema));
                }
            }
        }
    }
}
