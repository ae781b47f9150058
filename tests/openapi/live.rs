//! The description against a service that runs.

use std::collections::BTreeSet;

use birddog::app::startup::document;
use birddog::core::records::Collection;
use reqwest::{Method, Response};
use serde_json::Value;

use crate::app::App;
use crate::schemas::{Schemas, operations, resolve};

fn method(name: &str) -> Method {
    name.to_uppercase().parse().unwrap()
}

/// Checks an answer against what the description says of it; the body.
async fn check(document: &Value, schemas: &mut Schemas<'_>, operation: &Value, answer: Response) -> Value {
    let status = answer.status().as_u16();
    let declared = &operation["responses"][status.to_string()];
    let declared = resolve(document, declared);
    let id = &operation["operationId"];
    assert!(declared.is_object(), "{id} answers {status}");
    for (name, header) in declared["headers"].as_object().into_iter().flatten() {
        let header = resolve(document, header);
        match answer.headers().get(name) {
            Some(value) if header["schema"]["type"] == "string" => {
                let errors = schemas.errors(&header["schema"], &value.to_str().unwrap().into());
                assert!(errors.is_empty(), "{id} {name}: {errors:?}");
            }
            Some(_) => {}
            None => assert_ne!(header["required"], true, "{id} {status} lacks {name}"),
        }
    }
    let content = declared["content"].as_object();
    let Some((media_type, content)) = content.into_iter().flatten().next() else {
        assert_eq!(answer.text().await.unwrap(), "", "{id} {status}");
        return Value::Null;
    };
    assert_eq!(answer.headers()["Content-Type"], media_type.as_str(), "{id}");
    if media_type == "text/event-stream" {
        // It has no end.
        return Value::Null;
    }
    let text = answer.text().await.unwrap();
    let body = if media_type.ends_with("json") { serde_json::from_str(&text).unwrap() } else { Value::String(text) };
    let errors = schemas.errors(&content["schema"], &body);
    assert!(errors.is_empty(), "{id} {status}: {errors:#?}\n{body:#}");
    if status >= 400 {
        assert_eq!(body["status"], status, "{id}");
        let code = body["code"].as_str().unwrap();
        assert!(content["examples"].get(code).is_some(), "{id} {status} answers {code}");
    }
    body
}

#[actix_web::test]
async fn every_operation_is_routed_and_guarded_as_described() {
    let (document, app) = (document(), App::start().await);
    for (path, name, operation) in operations(&document) {
        let answer = app.send_anonymously(method(name), &app.address(path)).await;
        let expected = match operation {
            _ if operation["security"] != serde_json::json!([]) => 401,
            _ if operation.get("requestBody").is_some() => 415,
            _ => 200,
        };
        assert_eq!(answer.status(), expected, "{name} {path}");
    }
}

#[actix_web::test]
async fn a_body_must_have_just_what_is_described_as_required() {
    let document = document();
    let mut app = App::start().await;
    app.coach().await;
    let mut compared = 0;
    for (path, name, operation) in operations(&document) {
        let content = &operation["requestBody"]["content"]["application/json"];
        let schema = resolve(&document, &content["schema"]);
        if !schema["properties"].is_object() {
            continue;
        }
        let nothing = serde_json::json!({});
        let answer = app.send(method(name), &app.address(path), Some(("application/json", &nothing)), &[]).await;
        let answer: Value = answer.json().await.unwrap_or_default();
        let errors = answer["errors"].as_array().into_iter().flatten().filter(|error| error["code"] == "missing");
        let missing: BTreeSet<_> = errors.map(|error| error["pointer"].as_str().unwrap()[1..].to_owned()).collect();
        let required = schema["required"].as_array().into_iter().flatten();
        let required: BTreeSet<_> = required.map(|name| name.as_str().unwrap().to_owned()).collect();
        assert_eq!(missing, required, "{name} {path}: {answer:#}");
        compared += 1;
    }
    assert!(compared > 15, "{compared}");
}

#[actix_web::test]
async fn other_methods_are_refused_with_the_described_ones() {
    let (document, app) = (document(), App::start().await);
    for (path, item) in document["paths"].as_object().unwrap() {
        let known: BTreeSet<_> = item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        for other in
            ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"].iter().filter(|method| !known.contains(**method))
        {
            let answer = app.send(method(other), &app.address(path), None, &[]).await;
            assert_eq!(answer.status(), 405, "{other} {path}");
            let allowed = answer.headers()["Allow"].to_str().unwrap().split(", ").map(ToOwned::to_owned).collect();
            let mut known = known.clone();
            if known.contains("GET") {
                known.insert("HEAD".to_owned());
            }
            assert_eq!(known, allowed, "{path}");
        }
    }
    assert_eq!(app.send(Method::GET, "/v1/nowhere", None, &[]).await.status(), 404);
}

#[actix_web::test]
async fn every_example_of_a_record_is_taken_and_answered_as_described() {
    let (document, mut app) = (document(), App::start().await);
    app.coach().await;
    let mut schemas = Schemas::of(&document);
    // Records that others refer to have their examples in the same run, so writes go in the order of the verbs.
    for verb in ["put", "post", "patch", "delete"] {
        for (path, name, operation) in operations(&document) {
            let id = operation["operationId"].as_str().unwrap();
            // What two people write takes both of them.
            let own =
                Collection::ALL.iter().filter(|one| !matches!(one, Collection::Comments | Collection::PlanProposals));
            let of_record = own.into_iter().any(|collection| operation["tags"][0] == collection.name());
            if name != verb || !of_record {
                continue;
            }
            let body = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
            let body = body.map(|(media_type, content)| (media_type.as_str(), app.body(&content["example"])));
            let body = body.as_ref().map(|(media_type, body)| (*media_type, body));
            let expected = match verb {
                "put" | "post" => 201,
                "patch" => 200,
                _ => 204,
            };
            let answer = app.send(method(name), &app.address(path), body, &[("Idempotency-Key", id)]).await;
            assert_eq!(answer.status(), expected, "{id}");
            let first = check(&document, &mut schemas, operation, answer).await;
            let again = app.send(method(name), &app.address(path), body, &[("Idempotency-Key", id)]).await;
            assert_eq!(again.headers().contains_key("Idempotency-Replayed"), verb == "post", "{id}");
            assert_eq!(check(&document, &mut schemas, operation, again).await, first, "{id}");
            let stale = app.send(method(name), &app.address(path), body, &[("If-Match", "\"0\"")]).await;
            if verb == "put" || verb == "patch" {
                assert_eq!(stale.status(), 412, "{id}");
                check(&document, &mut schemas, operation, stale).await;
            }
        }
    }
}

#[actix_web::test]
async fn every_read_is_answered_as_described() {
    let (document, mut app) = (document(), App::start().await);
    app.coach().await;
    let mut schemas = Schemas::of(&document);
    for (path, _, operation) in operations(&document).filter(|(_, method, _)| *method == "put") {
        let body = &app.body(&operation["requestBody"]["content"]["application/json"]["example"]);
        let answer = app.send(Method::PUT, &app.address(path), Some(("application/json", body)), &[]).await;
        app.send_as_client(Method::PUT, &app.address(path), ("application/json", body)).await;
        // What everybody has is replaced; all else is made.
        let expected = if operation["responses"].get("201").is_some() { 201 } else { 200 };
        assert_eq!(answer.status(), expected, "{path}");
    }
    for (path, _, operation) in operations(&document).filter(|(_, method, _)| *method == "get") {
        let answer = app.send(Method::GET, &app.address(path), None, &[]).await;
        assert_eq!(answer.status(), 200, "{path}");
        let etag = answer.headers().get("ETag").map(|etag| etag.to_str().unwrap().to_owned());
        check(&document, &mut schemas, operation, answer).await;
        assert_eq!(etag.is_some(), operation["responses"].get("304").is_some(), "{path}");
        if let Some(etag) = etag {
            let answer = app.send(Method::GET, &app.address(path), None, &[("If-None-Match", &etag)]).await;
            assert_eq!(answer.status(), 304, "{path}");
            check(&document, &mut schemas, operation, answer).await;
        }
        if operation["responses"].get("422").is_some() {
            let answer = app.send(Method::GET, &format!("{}?nonsense=1", app.address(path)), None, &[]).await;
            assert_eq!(answer.status(), 422, "{path}");
            check(&document, &mut schemas, operation, answer).await;
        }
    }
    let (path, _, built_in) = operations(&document).find(|(_, _, one)| one["operationId"] == "get_exercise").unwrap();
    let answer = app.send(Method::GET, &path.replace("{id}", "bird-dog"), None, &[]).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(check(&document, &mut schemas, built_in, answer).await["built_in"], true);
}

#[actix_web::test]
async fn every_read_is_answered_to_head_as_to_get() {
    let (document, mut app) = (document(), App::start().await);
    app.coach().await;
    let mut asked = 0;
    for (path, _, _) in operations(&document).filter(|(_, method, _)| *method == "get") {
        let address = &app.address(path);
        for condition in [&[][..], &[("If-None-Match", "*")], &[("Accept-Encoding", "gzip")]] {
            let get = app.send(Method::GET, address, None, condition).await;
            let head = app.send(Method::HEAD, address, None, condition).await;
            assert_eq!(head.status(), get.status(), "{path}");
            let headers = |answer: &Response| {
                let mut headers = answer.headers().clone();
                for own in ["date", "x-request-id", "transfer-encoding"] {
                    headers.remove(own);
                }
                headers
            };
            let (of_get, of_head) = (headers(&get), headers(&head));
            assert_eq!(of_head, of_get, "{path}");
            assert_eq!(head.text().await.unwrap(), "", "{path}");
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
}

#[actix_web::test]
async fn what_two_people_do_together_is_answered_as_described() {
    let (document, mut app) = (document(), App::start().await);
    app.coach().await;
    let mut schemas = Schemas::of(&document);
    let (mut ids, proposal) = (Vec::new(), "019ab27e-7b60-7c1e-9d6a-0000000000");
    // Operations with the id in their address: a comment made before by its number, or the end of a proposal's.
    let story = [
        ("create_comment", ""),
        ("create_comment_to_client", ""),
        ("read_comment", "1"),
        ("read_comment_of_client", "0"),
        ("put_plan_proposal", "a1"),
        ("put_plan_proposal", "a1"),
        ("accept_plan_proposal", "a1"),
        ("accept_plan_proposal", "a1"),
        ("put_plan_proposal", "a2"),
        ("decline_plan_proposal", "a2"),
        ("accept_plan_proposal", "a2"),
        ("put_plan_proposal", "a3"),
        ("withdraw_plan_proposal", "a3"),
        ("decline_plan_proposal", "a3"),
        ("withdraw_plan_proposal", "a1"),
        ("list_comments_with_client", ""),
        ("list_plan_proposals_to_client", ""),
        ("get_plan_proposal_to_client", "a1"),
        ("list_notes_on_client", ""),
        ("delete_comment", "0"),
        ("delete_comment", "1"),
        ("delete_comment_to_client", "1"),
    ];
    let mut statuses = Vec::new();
    for (id, name) in story {
        let (path, verb, operation) = operations(&document).find(|(_, _, one)| one["operationId"] == id).unwrap();
        let named = match name.parse::<usize>() {
            Ok(number) => ids.get(number).cloned().unwrap_or_default(),
            Err(_) => format!("{proposal}{name}"),
        };
        let path = app.address(&path.replace("{id}", &named));
        let body = app.body(&operation["requestBody"]["content"]["application/json"]["example"]);
        let body = ("application/json", &body);
        let answer = if path.starts_with("/v1/clients") {
            app.send(method(verb), &path, Some(body), &[]).await
        } else {
            app.send_as_client(method(verb), &path, body).await
        };
        statuses.push(answer.status().as_u16());
        let answer = check(&document, &mut schemas, operation, answer).await;
        if id.starts_with("create_comment") {
            ids.push(answer["id"].as_str().unwrap().to_owned());
        }
    }
    let expected =
        [201, 201, 200, 200, 201, 200, 200, 200, 201, 200, 409, 201, 204, 409, 409, 200, 200, 200, 200, 204, 404, 204];
    assert_eq!(statuses, expected);
}
