//! A handler that panics costs its own request and nothing else.

use std::net::SocketAddr;
use std::sync::mpsc;

use actix_web::{App, HttpServer, middleware, web};
use birddog::platform::http::middleware::request_context;

use crate::support::exchange;

async fn panics() -> String {
    panic!("canary 7f3a");
}

async fn lives() -> &'static str {
    "alive"
}

fn get(address: SocketAddr, path: &str) -> String {
    exchange(address, format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
}

#[test]
fn a_panic_is_answered_and_the_worker_lives_on() {
    let (started, server) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let app = || {
                let routes = App::new().route("/panics", web::get().to(panics)).route("/lives", web::get().to(lives));
                routes.wrap(middleware::from_fn(request_context))
            };
            let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", 0)).unwrap();
            let address = server.addrs()[0];
            let server = server.run();
            started.send((address, server.handle())).unwrap();
            server.await.unwrap();
        });
    });
    let (address, handle) = server.recv().unwrap();
    for _ in 0..3 {
        let answer = get(address, "/panics");
        assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let head = head.to_lowercase();
        for header in [
            "content-type: application/problem+json",
            "x-request-id: ",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
        ] {
            assert!(head.contains(header), "{header}\n{answer}");
        }
        let problem: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&problem["code"], &problem["status"]), (&"internal".into(), &500.into()));
        assert!(head.contains(problem["request_id"].as_str().unwrap()), "{answer}");
        assert!(!answer.contains("canary") && !answer.contains("panic"), "{answer}");
        assert!(get(address, "/lives").ends_with("alive"));
    }
    drop(handle.stop(false));
    thread.join().unwrap();
}
