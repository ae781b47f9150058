use crate::support::{Calls, TestApp, collections, exchange, on_both_engines};

on_both_engines![
    unknown_paths_are_not_found,
    a_wrong_method_is_told_the_right_ones,
    what_is_not_http_ends_without_harm,
    every_answer_has_an_id_of_its_own,
];

async fn unknown_paths_are_not_found(app: &TestApp) {
    let user = app.register().await;
    for path in
        ["/v1", "/v1/", "/v1/nothing", "/v2/today", "/v1/plans/", "/v1//plans", "/v1/plans/x/y", "/%FF", "/.env"]
    {
        for method in ["GET", "POST", "DELETE", "BREW"] {
            user.call(method, path).await.is_problem(404, "not_found");
        }
    }
}

async fn a_wrong_method_is_told_the_right_ones(app: &TestApp) {
    let user = app.register().await;
    let mut paths = vec![
        ("/v1/today".to_owned(), vec!["GET"], "DELETE"),
        ("/v1/plan".to_owned(), vec!["GET"], "PUT"),
        ("/v1/me".to_owned(), vec!["DELETE", "GET", "PATCH"], "POST"),
        ("/v1/auth/register".to_owned(), vec!["POST"], "GET"),
    ];
    for kind in collections() {
        paths.push((kind.list(), if kind.takes_post { vec!["GET", "POST"] } else { vec!["GET"] }, "DELETE"));
        paths.push((kind.path(1), vec!["DELETE", "GET", "PATCH", "PUT"], "POST"));
    }
    for (path, allowed, wrong) in paths {
        for method in [wrong, "BREW"] {
            let reply = user.call(method, &path).await.is_problem(405, "method_not_allowed");
            let mut told: Vec<_> = reply.header("Allow").unwrap().split(", ").collect();
            told.sort_unstable();
            let mut allowed = allowed.clone();
            if allowed.contains(&"GET") {
                allowed.push("HEAD");
            }
            allowed.sort_unstable();
            assert_eq!(told, allowed, "{reply}");
        }
    }
}

async fn what_is_not_http_ends_without_harm(app: &TestApp) {
    for request in [
        "\r\n\r\n",
        "hello\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n{}",
        "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /v1/today HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n",
    ] {
        let answer = exchange(app.address(), request.as_bytes());
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{request:?}: {answer}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1 << 20));
    let answer = exchange(app.address(), long.as_bytes());
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    app.get("/healthz").await.is(200);
}

async fn every_answer_has_an_id_of_its_own(app: &TestApp) {
    let first = app.get("/healthz").header("X-Request-Id", "chosen by the client").await;
    let second = app.get("/healthz").await;
    assert_ne!(first.header("X-Request-Id"), second.header("X-Request-Id"));
    assert_ne!(first.header("X-Request-Id"), Some("chosen by the client"));
}
