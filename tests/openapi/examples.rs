use birddog::app::startup::document;
use serde_json::{Value, json};

use crate::schemas::{Schemas, operations, resolve};

/// The examples of a media type, a header or a parameter.
fn examples(part: &Value) -> Vec<&Value> {
    let named = part["examples"].as_object().into_iter().flatten().map(|(_, example)| &example["value"]);
    part.get("example").into_iter().chain(named).collect()
}

#[test]
fn every_example_fits_its_schema() {
    let document = document();
    let mut schemas = Schemas::of(&document);
    let mut checked = 0;
    let mut check = |place: String, part: &Value| {
        for example in examples(part) {
            let errors = schemas.errors(&part["schema"], example);
            assert!(errors.is_empty(), "{place}: {errors:#?}\n{example:#}");
            checked += 1;
        }
    };
    for (path, method, operation) in operations(&document) {
        for (media_type, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            check(format!("{method} {path} {media_type}"), content);
            assert_eq!(examples(content).len(), 1, "{method} {path} has no example of its body");
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            for (_, content) in resolve(&document, response)["content"].as_object().into_iter().flatten() {
                check(format!("{method} {path} {status}"), content);
                assert!(!examples(content).is_empty(), "{method} {path} {status} has no example");
            }
        }
    }
    for (name, header) in document["components"]["headers"].as_object().unwrap() {
        check(name.clone(), header);
    }
    for (name, parameter) in document["components"]["parameters"].as_object().unwrap() {
        check(name.clone(), parameter);
    }
    assert!(checked > 400, "{checked}");
}

#[test]
fn what_does_not_fit_is_found() {
    let document = document();
    let mut schemas = Schemas::of(&document);
    let session = json!({"$ref": "#/components/schemas/Session"});
    let example = &document["paths"]["/v1/sessions"]["post"]["requestBody"]["content"]["application/json"]["example"];
    assert_eq!(schemas.errors(&session, example), Vec::<String>::new());
    for (field, wrong) in
        [("effort", json!(11)), ("started_at", json!("today")), ("exercises", json!([{}])), ("mood", json!(1))]
    {
        let mut body = example.clone();
        body[field] = wrong;
        assert_eq!(schemas.errors(&session, &body).len(), if field == "exercises" { 2 } else { 1 }, "{field}");
    }
}

#[test]
fn every_example_in_a_schema_fits_it() {
    fn visit(schemas: &mut Schemas<'_>, place: &str, part: &Value) {
        if let Some(listed) = part.get("examples").and_then(Value::as_array) {
            for example in listed {
                let errors = schemas.errors(part, example);
                assert!(errors.is_empty(), "{place}: {errors:#?}");
            }
        }
        match part {
            Value::Object(map) => map.iter().filter(|(key, _)| *key != "example").for_each(|(key, inner)| {
                visit(schemas, &format!("{place}/{key}"), inner);
            }),
            Value::Array(list) => list.iter().for_each(|inner| visit(schemas, place, inner)),
            _ => {}
        }
    }
    let document = document();
    visit(&mut Schemas::of(&document), "", &document["components"]["schemas"]);
}
