use serde_json::json;

use super::long_session;
use crate::coaching::{looks, of, shared};
use crate::support::{Calls, TestApp, exchange, on_both_engines};

on_both_engines![
    head_is_answered_as_get_without_the_body,
    a_coachs_look_is_noted_all_the_same,
    a_head_of_the_events_ends,
    what_no_get_answers_no_head_does,
];

async fn head_is_answered_as_get_without_the_body(app: &TestApp) {
    let user = app.register().await;
    let made = user.post("/v1/sessions", &long_session()).await.is(201);
    let path = made.header("Location").unwrap().to_owned();
    for path in [path.as_str(), "/v1/sessions", "/v1/streak", "/v1/me", "/healthz", "/docs/", "/docs/index.css", "/"] {
        for (name, value) in [("Accept-Encoding", "gzip"), ("Accept", "*/*"), ("If-None-Match", "*")] {
            let get = user.get(path).header(name, value).await;
            let head = user.call("HEAD", path).header(name, value).await.is(get.status);
            assert_eq!(head.text(), "", "{head}");
            for header in ["Content-Length", "Content-Type", "Content-Encoding", "ETag", "Cache-Control", "Vary"] {
                assert_eq!(head.header(header), get.header(header), "{header} of {head}");
            }
            if get.status == 200 {
                assert_eq!(head.header("Content-Length"), Some(get.bytes().len().to_string().as_str()), "{head}");
            }
        }
    }
    let stale = user.call("HEAD", &path).header("If-None-Match", "\"0\"").await.is(200);
    user.call("HEAD", &path).header("If-None-Match", stale.etag()).await.is(304);
    app.call("HEAD", "/v1/me").await.is(401);
    user.call("HEAD", "/v1/sessions/0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f00").await.is(404);
    user.call("HEAD", "/v1/sessions?limit=0").await.is(422);
    // The connection is fit for what comes next.
    let request = "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let answers = exchange(app.address(), format!("{request}{request}{last}").as_bytes());
    assert_eq!((answers.matches("HTTP/1.1 200").count(), answers.matches("{\"status\"").count()), (3, 1), "{answers}");
}

async fn a_coachs_look_is_noted_all_the_same(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    coach.call("HEAD", &of(&client, "/sessions")).await.is(200);
    coach.call("HEAD", &of(&client, "/comments")).await.is(200);
    coach.call("HEAD", &of(&client, "/pain-scores")).await.is(403);
    let mut operations: Vec<_> =
        looks(&client).await.iter().map(|look| look["operation"].as_str().unwrap().to_owned()).collect();
    operations.sort();
    assert_eq!(operations, ["GET /v1/clients/{client_id}/comments", "GET /v1/clients/{client_id}/sessions"]);
}

async fn a_head_of_the_events_ends(app: &TestApp) {
    let user = app.register().await;
    // More than may be open: none of them stays so.
    for _ in 0..25 {
        let head = user.call("HEAD", "/v1/events").await.is(200);
        assert_eq!((head.header("Content-Type"), head.text()), (Some("text/event-stream"), String::new()));
    }
    user.get("/v1/events").events().await.expect("ready").await;
}

async fn what_no_get_answers_no_head_does(app: &TestApp) {
    let user = app.register().await;
    let refused = user.call("HEAD", "/v1/auth/login").await.is(405);
    assert_eq!(refused.header("Allow"), Some("POST"));
    let refused = user.put("/v1/me", &json!({})).await.is_problem(405, "method_not_allowed");
    let allowed: Vec<_> = refused.header("Allow").unwrap().split(", ").collect();
    assert!(allowed.contains(&"GET") && allowed.contains(&"HEAD"), "{refused}");
    let refused = user.post("/", &json!({})).await.is_problem(405, "method_not_allowed");
    assert_eq!(refused.header("Allow"), Some("GET, HEAD"));
    user.call("HEAD", "/nowhere").await.is(404);
}
