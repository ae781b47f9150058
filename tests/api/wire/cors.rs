use serde_json::json;

use birddog::app::startup::document;

use crate::support::{Call, Calls, Node, Reply, TestApp, on_both_engines};

on_both_engines![
    a_listed_origin_may_do_everything,
    others_learn_nothing,
    without_origins_there_is_no_sharing,
    every_header_of_the_description_can_be_used,
];

const APP: &str = "https://app.example.org";

fn allowing(app: &TestApp, origins: &[&str]) -> Node {
    let origins: Vec<_> = origins.iter().map(ToString::to_string).collect();
    app.another_node_with(move |config| config.allowed_origins = origins)
}

/// The question that a browser asks before a request that a form could not send.
fn preflight<'a>(app: &'a TestApp, node: &Node, path: &str, origin: &str) -> Call<'a> {
    app.call("OPTIONS", path)
        .at(node)
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "PUT")
        .header("Access-Control-Request-Headers", "authorization,content-type,if-match")
}

fn of_the_app<'a>(call: Call<'a>, node: &Node) -> Call<'a> {
    call.at(node).header("Origin", APP)
}

fn listed<'a>(reply: &'a Reply, name: &str) -> Vec<&'a str> {
    reply.header(name).unwrap_or_else(|| panic!("no {name}: {reply}")).split(", ").collect()
}

async fn a_listed_origin_may_do_everything(app: &TestApp) {
    let node = allowing(app, &["http://localhost:5173", APP]);
    for origin in ["http://localhost:5173", APP] {
        let reply = preflight(app, &node, "/v1/day-marks/2026-11-23", origin).await.is(204);
        assert_eq!(reply.header("Access-Control-Allow-Origin"), Some(origin), "{origin:?}");
        assert_eq!((reply.header("Access-Control-Max-Age"), reply.text().as_str()), (Some("7200"), ""), "{origin:?}");
        assert_eq!(reply.all("Vary"), ["Origin"], "{origin:?}");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] {
            assert!(listed(&reply, "Access-Control-Allow-Methods").contains(&method), "{reply}");
        }
        // There are no cookies to send.
        assert_eq!(reply.header("Access-Control-Allow-Credentials"), None, "{origin:?}");
    }
    let user = app.register().await;
    let ours = |call| of_the_app(call, &node);
    for reply in [
        ours(user.put("/v1/day-marks/2026-11-23", &json!({"kind": "rest"}))).await.is(201),
        ours(user.get("/v1/day-marks")).await.is(200),
        ours(user.call("HEAD", "/v1/day-marks")).await.is(200),
        ours(user.get("/v1/day-marks").header("If-None-Match", "*")).await.is(304),
        ours(app.get("/healthz")).await.is(200),
        ours(app.get("/openapi.yaml")).await.is(200),
        // A browser shows no refusal to the app without these headers.
        ours(app.get("/v1/me")).await.is_problem(401, "unauthenticated"),
        ours(user.get("/nowhere")).await.is_problem(404, "not_found"),
        ours(user.get("/docs/nowhere")).await.is_problem(404, "not_found"),
        ours(user.put("/v1/me", &json!({}))).await.is_problem(405, "method_not_allowed"),
        ours(user.call("OPTIONS", "/v1/me")).await.is_problem(405, "method_not_allowed"),
        ours(user.post("/v1/sessions", &json!([]))).await.is_problem(422, "invalid_input"),
        ours(user.call("POST", "/v1/sessions").bytes("x")).await.is_problem(415, "unsupported_media_type"),
    ] {
        assert_eq!(reply.header("Access-Control-Allow-Origin"), Some(APP), "{reply}");
        assert!(listed(&reply, "Access-Control-Expose-Headers").contains(&"ETag"), "{reply}");
        assert!(reply.all("Vary").contains(&"Origin"), "{reply}");
    }
    let shown = ours(user.get("/v1/exercises")).header("Accept-Encoding", "gzip").await.is(200);
    assert_eq!(shown.all("Vary"), ["Accept-Encoding", "Origin"]);
}

async fn others_learn_nothing(app: &TestApp) {
    let node = allowing(app, &[APP]);
    let user = app.register().await;
    for origin in [
        "https://evil.example",
        "http://app.example.org",
        "https://app.example.org:8443",
        "https://app.example.org.evil.example",
        "https://evil.example/https://app.example.org",
        "https://APP.example.org",
        "null",
        "",
    ] {
        let refused = preflight(app, &node, "/v1/day-marks/2026-11-23", origin).await;
        let read = user.get("/v1/me").at(&node).header("Origin", origin).await.is(200);
        for reply in [refused.is_problem(405, "method_not_allowed"), read] {
            for name in ["Origin", "Methods", "Headers"] {
                assert_eq!(reply.header(&format!("Access-Control-Allow-{name}")), None, "{origin}: {reply}");
            }
            // What lies on the way must not take this answer for that to a listed origin.
            assert!(reply.all("Vary").contains(&"Origin"), "{origin}: {reply}");
        }
    }
    let bare = user.get("/v1/me").at(&node).await.is(200);
    assert_eq!((bare.header("Access-Control-Allow-Origin"), bare.all("Vary").contains(&"Origin")), (None, true));
}

async fn without_origins_there_is_no_sharing(app: &TestApp) {
    let user = app.register().await;
    let reply = user.get("/v1/me").header("Origin", APP).await.is(200);
    assert_eq!((reply.header("Access-Control-Allow-Origin"), reply.all("Vary")), (None, vec!["Accept-Encoding"]));
    let asked = app.call("OPTIONS", "/v1/me").header("Origin", APP).header("Access-Control-Request-Method", "GET");
    let refused = asked.await.is_problem(405, "method_not_allowed");
    assert_eq!(refused.header("Access-Control-Allow-Origin"), None);
}

async fn every_header_of_the_description_can_be_used(app: &TestApp) {
    let (node, description) = (allowing(app, &[APP]), document().to_string());
    let reply = preflight(app, &node, "/v1/me", APP).await.is(204);
    let sent = listed(&reply, "Access-Control-Allow-Headers");
    for header in ["If-Match", "If-None-Match", "Idempotency-Key", "Last-Event-ID"] {
        assert!(description.contains(&format!("\"name\":\"{header}\"")) && sent.contains(&header), "{header}");
    }
    assert!(sent.contains(&"Authorization") && sent.contains(&"Content-Type"));
    let document = document();
    let parameters = document["components"]["parameters"].as_object().unwrap().values();
    for header in parameters.filter(|one| one["in"] == "header") {
        assert!(sent.contains(&header["name"].as_str().unwrap()), "{header}");
    }
    let reply = app.get("/healthz").at(&node).header("Origin", APP).await.is(200);
    let read = listed(&reply, "Access-Control-Expose-Headers").join(", ").replace('-', "");
    for header in document["components"]["headers"].as_object().unwrap().keys() {
        assert!(read.to_lowercase().contains(&header.to_lowercase()), "{header} is not in {read}");
    }
}
