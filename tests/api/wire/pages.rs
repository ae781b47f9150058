use super::compression::unpacked;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![the_root_says_where_things_are, files_are_not_sent_again];

async fn the_root_says_where_things_are(app: &TestApp) {
    let reply = app.get("/").await.is(200);
    assert_eq!(reply.header("Content-Type"), Some("text/plain; charset=utf-8"));
    assert_eq!(reply.text().trim_end().lines().count(), 1);
    for path in ["/docs/", "/openapi.yaml"] {
        assert!(reply.text().contains(path), "{reply}");
        app.get(path).await.is(200);
    }
}

async fn files_are_not_sent_again(app: &TestApp) {
    for (path, media_type) in [
        ("/openapi.yaml", "application/yaml"),
        ("/openapi.json", "application/json"),
        ("/docs/", "text/html"),
        ("/docs/swagger-initializer.js", "text/javascript"),
        ("/docs/index.css", "text/css"),
    ] {
        let plain = app.get(path).await.is(200);
        assert_eq!(plain.header("Content-Type"), Some(media_type), "{path:?} {media_type:?}");
        assert_eq!(
            app.get(path).header("If-None-Match", plain.etag()).await.is(304).text(),
            "",
            "{path:?} {media_type:?}"
        );
        let packed = app.get(path).header("Accept-Encoding", "gzip").await.is(200);
        assert_eq!(unpacked(&packed), plain.bytes(), "{path}");
        let again =
            app.get(path).header("Accept-Encoding", "gzip").header("If-None-Match", packed.etag()).await.is(304);
        assert_eq!(again.etag(), packed.etag(), "{path}");
        if packed.header("Content-Encoding").is_some() {
            assert_eq!(packed.etag(), format!("W/{}", plain.etag()), "{path}");
        }
    }
    let packed = app.get("/openapi.yaml").header("Accept-Encoding", "gzip").await.is(200);
    assert!(packed.bytes().len() < 100_000, "{} bytes", packed.bytes().len());
    let elsewhere = app.another_node();
    assert_eq!(app.get("/openapi.yaml").at(&elsewhere).await.etag(), app.get("/openapi.yaml").await.etag());
    app.get("/docs/nothing.js").await.is_problem(404, "not_found");
}
