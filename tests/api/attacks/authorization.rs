//! The Authorization header itself.

use crate::accounts::Device;
use crate::support::{Calls, TestApp, collections, exchange, on_both_engines};

on_both_engines![
    only_a_bearer_token_counts,
    a_token_elsewhere_does_not_count,
    of_two_headers_none_counts,
    every_private_path_asks_for_a_token,
];

async fn only_a_bearer_token_counts(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let token = &device.access;
    for bad in [
        String::new(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Basic bWFyaWE6aGVyb24=".to_owned(),
        format!("Basic {token}"),
        format!("Token {token}"),
        format!("DPoP {token}"),
        token.clone(),
        format!("Bearer{token}"),
        format!("Bearer  {token}"),
        format!("Bearer\t{token}"),
        format!("Bearer {token} {token}"),
        format!("Bearer {token}, Bearer {token}"),
        format!("Bearer {token},"),
        format!("Bearer \"{token}\""),
        format!("Bearer Bearer {token}"),
        format!("Bearer {}", "a".repeat(20_000)),
    ] {
        let reply = app.get("/v1/me").header("Authorization", bad).await.is_problem(401, "unauthenticated");
        assert_eq!(reply.header("WWW-Authenticate"), Some("Bearer"), "{reply}");
    }
    for good in [format!("Bearer {token}"), format!("bearer {token}"), format!("BEARER {token}")] {
        app.get("/v1/me").header("Authorization", good).await.is(200);
    }
}

async fn a_token_elsewhere_does_not_count(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    let token = &device.access;
    for name in ["access_token", "token", "authorization", "bearer"] {
        app.get(&format!("/v1/me?{name}={token}")).await.is_problem(401, "unauthenticated");
    }
    for (name, value) in [
        ("Cookie", format!("access_token={token}")),
        ("X-Authorization", format!("Bearer {token}")),
        ("Proxy-Authorization", format!("Bearer {token}")),
        ("X-Forwarded-Authorization", format!("Bearer {token}")),
        ("X-User-Id", device.user_id()),
    ] {
        app.get("/v1/me").header(name, value).await.is_problem(401, "unauthenticated");
    }
    let form = app.call("POST", "/v1/sessions").bytes(format!("access_token={token}"));
    form.header("Content-Type", "application/x-www-form-urlencoded").await.is_problem(401, "unauthenticated");
    // Next to a good header, it is an unknown parameter.
    device.get(&format!("/v1/sessions?access_token={token}")).await.has_faults(&["?access_token unknown_parameter"]);
}

async fn of_two_headers_none_counts(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let other = Device::register(app, "other@example.org").await;
    let (good, theirs) = (format!("Bearer {}", owner.access), format!("Bearer {}", other.access));
    for (first, second) in
        [(&good, &theirs), (&theirs, &good), (&good, &good), (&good, &String::new()), (&"Basic eDp5".to_owned(), &good)]
    {
        let head = format!(
            "GET /v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: {first}\r\nAuthorization: {second}\r\nConnection: close\r\n\r\n"
        );
        let answer = exchange(app.address(), head.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 401 "), "{first} {second}\n{answer}");
        assert!(!answer.contains("example.org"), "{answer}");
    }
}

async fn every_private_path_asks_for_a_token(app: &TestApp) {
    let description = birddog::app::startup::document();
    let mut asked = 0;
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = if path.starts_with("/v1/learn") { "stress" } else { "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e" };
            let path = path.replace("{id}", id).replace("{client_id}", "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e");
            let call = app.call(&method.to_uppercase(), &path);
            if operation["security"].as_array().is_some_and(|schemes| !schemes.is_empty()) {
                asked += 1;
                let reply = call.bytes("{").header("Content-Type", "application/json").await;
                let reply = reply.is_problem(401, "unauthenticated");
                assert_eq!(reply.header("WWW-Authenticate"), Some("Bearer"), "{reply}");
            } else if method == "get" {
                call.await.is(200);
            }
        }
    }
    assert!(asked >= 15, "{asked}");
    for kind in collections() {
        let (list, one, body) = (kind.list(), kind.path(1), &kind.example);
        let mut calls =
            vec![app.get(&list), app.get(&one), app.put(&one, body), app.patch(&one, body), app.delete(&one)];
        if kind.takes_post {
            calls.push(app.post(&list, body));
        }
        for call in calls {
            call.await.is_problem(401, "unauthenticated");
        }
    }
}
