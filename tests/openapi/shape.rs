use std::collections::BTreeSet;

use birddog::app::startup::document;
use serde_json::{Value, json};

use crate::schemas::{operations, resolve};

fn references(part: &Value) -> Vec<&str> {
    let own = part.get("$ref").and_then(Value::as_str);
    let inner: Vec<_> = match part {
        Value::Object(map) => map.values().flat_map(references).collect(),
        Value::Array(list) => list.iter().flat_map(references).collect(),
        _ => Vec::new(),
    };
    own.into_iter().chain(inner).collect()
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let found = references(&document);
    assert!(found.len() > 500);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

#[test]
fn every_operation_is_whole() {
    let document = document();
    let tags: BTreeSet<_> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path}"));
        assert!(ids.insert(id), "{id} stands twice");
        assert!(operation["summary"].as_str().is_some_and(|words| !words.is_empty()), "{id} has no summary");
        let tagged = operation["tags"].as_array().unwrap();
        assert!(tagged.len() == 1 && tags.contains(tagged[0].as_str().unwrap()), "{id}: {tagged:?}");
        let refuses_strangers =
            resolve(&document, &operation["responses"]["401"]).to_string().contains("`unauthenticated`");
        assert_eq!(operation["security"], if refuses_strangers { json!([{"bearer": []}]) } else { json!([]) }, "{id}");
        let parameters: Vec<_> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| resolve(&document, parameter))
            .collect();
        let named: BTreeSet<_> = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
        assert_eq!(named.len(), parameters.len(), "{id} has a parameter twice");
        for segment in path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')) {
            assert!(named.contains(segment), "{id} says nothing about {segment}");
        }
        if method == "post" && !path.starts_with("/v1/auth/") {
            assert!(named.contains("Idempotency-Key"), "{id}");
        }
    }
    assert!(ids.len() > 60);
}

#[test]
fn every_failure_is_a_problem_with_known_codes() {
    let document = document();
    let known: BTreeSet<_> =
        birddog::app::openapi::problems::kinds().iter().map(|kind| (kind.status, kind.code)).collect();
    for (_, _, operation) in operations(&document) {
        let id = &operation["operationId"];
        for (status, response) in operation["responses"].as_object().unwrap() {
            let status: u16 = status.parse().unwrap();
            let response = resolve(&document, response);
            assert!(response["headers"].get("X-Request-Id").is_some(), "{id} {status}");
            if status < 400 {
                continue;
            }
            let content = &response["content"]["application/problem+json"];
            assert_eq!(content["schema"], json!({"$ref": "#/components/schemas/Problem"}), "{id} {status}");
            let examples = content["examples"].as_object().unwrap_or_else(|| panic!("{id} {status}"));
            assert!(!examples.is_empty(), "{operation:?} {status:?}");
            for (code, example) in examples {
                assert!(known.contains(&(status, code.as_str())), "{id} {status} {code}");
                assert_eq!(
                    (&example["value"]["status"], &example["value"]["code"]),
                    (&json!(status), &json!(code)),
                    "{operation:?} {status:?}"
                );
            }
        }
        for always in ["500", "503"] {
            assert!(operation["responses"].get(always).is_some(), "{id} {always}");
        }
    }
}

#[test]
fn bodies_are_closed_and_answers_are_open() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for closed in ["Session", "SessionChange", "DoneSet", "Registration", "AcuPoint"] {
        assert_eq!(schemas[closed]["additionalProperties"], false, "{closed}");
    }
    for open in ["SessionRecord", "SessionPage", "User", "Today", "Problem"] {
        assert!(schemas[open].get("additionalProperties").is_none(), "{open}");
    }
}
