//! Who may do what: every operation of the API description × everybody who may try. An operation that nobody listed in
//! [`rules`] fails the run.

mod cast;
mod counted;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use birddog::app::startup::document;
use serde_json::Value;

use crate::support::{Call, Calls, Reply, TestApp, on_both_engines};
use cast::{Cast, Coach};
use rules::{RULES, Rule};

on_both_engines![
    nobody_unknown_does_anything,
    strangers_reach_nothing_of_others,
    coaches_reach_what_is_shared_and_nothing_else,
];

/// An operation of the API description.
struct Operation {
    id: String,
    method: String,
    path: String,
    /// A body that fits, with its media type.
    body: Option<(String, Value)>,
}

impl Operation {
    fn call<'a>(&self, caller: &'a impl Calls, path: &str) -> Call<'a> {
        let call = caller.call(&self.method.to_uppercase(), path);
        match &self.body {
            Some((media_type, Value::String(text))) => call.bytes(text.clone()).header("Content-Type", media_type),
            Some((media_type, body)) => call.json(body).header("Content-Type", media_type),
            None => call,
        }
    }
}

fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let every = paths.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, operation)| {
            let content = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
            Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.clone(),
                path: path.clone(),
                body: content.map(|(media_type, content)| (media_type.clone(), content["example"].clone())),
            }
        })
    });
    every.collect()
}

/// The operations with their rules; every one has one, and no rule is left over.
fn ruled() -> Vec<(Operation, Rule)> {
    let rules: BTreeMap<_, _> = RULES.iter().copied().collect();
    assert_eq!(rules.len(), RULES.len(), "an operation is listed twice");
    let operations = operations();
    let known: BTreeSet<_> = operations.iter().map(|operation| operation.id.as_str()).collect();
    let unlisted: Vec<_> = known.iter().filter(|id| !rules.contains_key(**id)).collect();
    let left_over: Vec<_> = rules.keys().filter(|id| !known.contains(**id)).collect();
    assert!(unlisted.is_empty(), "who may do these? list them in rules.rs: {unlisted:?}");
    assert!(left_over.is_empty(), "there are no such operations: {left_over:?}");
    let mut ruled: Vec<_> = operations
        .into_iter()
        .map(|operation| {
            let rule = rules[operation.id.as_str()];
            (operation, rule)
        })
        .collect();
    // Whoever puts a record under the client's id has one of their own from then on.
    ruled.sort_by_key(|(operation, _)| operation.method == "put");
    ruled
}

/// Where a feed ends: it moves with every change of anything.
async fn end_of_feed(user: &impl Calls) -> Value {
    user.get("/v1/sync?limit=500").await.is(200).json()["next_cursor"].clone()
}

async fn nobody_unknown_does_anything(app: &TestApp) {
    let cast = Cast::assemble(app).await;
    let before = end_of_feed(&cast.client).await;
    for (operation, rule) in ruled() {
        let reply = operation.call(app, &cast.path(&operation, None)).await;
        if rule == Rule::Public {
            let code = serde_json::from_str::<Value>(&reply.text()).ok().and_then(|body| body.get("code").cloned());
            assert_ne!(code, Some("unauthenticated".into()), "{reply}");
        } else {
            reply.is_problem(401, "unauthenticated");
        }
    }
    assert_eq!(end_of_feed(&cast.client).await, before);
}

async fn strangers_reach_nothing_of_others(app: &TestApp) {
    let cast = Cast::assemble(app).await;
    let (before, devices) = (end_of_feed(&cast.client).await, cast.client.get("/v1/me/devices").await.is(200).text());
    let callers = [("a stranger", &cast.stranger), ("a coach with everything", &cast.coaches[0].user)];
    for (operation, rule) in ruled() {
        for (name, caller) in callers {
            match rule {
                Rule::Public | Rule::Ends | Rule::OfClient(_) => continue,
                Rule::Own => {}
            }
            // With the ids of the client, where the operation takes one.
            let reply = operation.call(caller, &cast.path(&operation, None)).await;
            assert!(!reply.text().contains(cast::CANARY), "{name}: {reply}");
            if operation.path.contains("{id}") && (operation.method == "get" || operation.method == "patch") {
                assert_eq!(reply.status, 404, "{name}: {reply}");
            }
        }
    }
    assert_eq!(end_of_feed(&cast.client).await, before);
    assert_eq!(cast.client.get("/v1/me/devices").await.is(200).text(), devices);
}

async fn coaches_reach_what_is_shared_and_nothing_else(app: &TestApp) {
    let cast = Cast::assemble(app).await;
    for (operation, rule) in ruled() {
        let Rule::OfClient(needs) = rule else { continue };
        let outsiders = [
            ("the client themselves", &cast.client),
            ("a stranger", &cast.stranger),
            ("a coach who has not used the code", &cast.pending),
            ("a coach whose share was ended by the client", &cast.revoked),
            ("a coach who ended the share", &cast.gone),
            ("a coach whose share has run out", &cast.expired),
            ("the coach of somebody else", &cast.coach_of_another),
        ];
        for (name, outsider) in outsiders {
            let reply = operation.call(outsider, &cast.path(&operation, None)).await;
            assert_eq!(reply.status, 404, "{name}: {reply}");
        }
        for coach in &cast.coaches {
            let reply = operation.call(&coach.user, &cast.path(&operation, Some(coach))).await;
            let enough = needs.iter().any(|all| all.iter().all(|scope| coach.scopes.contains(scope)));
            if enough {
                assert!(reply.status < 300, "{:?}: {reply}", coach.scopes);
                check_withheld(coach, &reply);
            } else {
                assert_eq!(reply.status, 403, "{:?}: {reply}", coach.scopes);
                assert_eq!(reply.json()["code"], "scope_missing", "{} {:?}", operation.id, coach.scopes);
            }
        }
    }
}

/// Nothing of what a coach does not see may stand anywhere in an answer.
fn check_withheld(coach: &Coach<'_>, reply: &Reply) {
    let text = reply.text();
    for never in ["\"red_flags\"", "\"advisories\"", "\"acknowledged\"", cast::PRIVATE] {
        assert!(!text.contains(never), "{:?} sees {never}: {reply}", coach.scopes);
    }
    if !coach.scopes.contains(&"notes") {
        assert!(!text.contains(cast::CANARY), "{:?} sees a note: {reply}", coach.scopes);
    }
}
