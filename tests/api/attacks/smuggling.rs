//! Requests that two readers could take apart in different places.

use super::wire::{send, statuses};
use crate::support::{Calls, Engine, TestApp, run};

/// What the hidden request would be answered with, were it ever taken for one.
const HIDDEN: &str = "GET /v1/about HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

#[test]
fn a_body_has_one_length() {
    run(Engine::Sqlite, async |app: &TestApp| {
        let head = "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        for framing in [
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 5\r\nContent-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity\r\nContent-Length: 5\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding: \x0bchunked\r\n",
            "Transfer-Encoding: \"chunked\"\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer-Encoding\r\n : chunked\r\n",
            "X: y\r\n Transfer-Encoding: chunked\r\n",
            "X: y\rTransfer-Encoding: chunked\r\n",
            "Content-Length : 5\r\n",
            "Content-Length: 5 \x0b\r\n",
        ] {
            let request = format!("{head}{framing}\r\n0\r\n\r\n{HIDDEN}");
            let answer = send(app.address(), request.as_bytes());
            let answered = statuses(&answer);
            assert!(answered.len() <= 1 && answered.iter().all(|status| *status == 400), "{framing}{answer}");
            assert!(!answer.contains("disclaimer"), "{framing}{answer}");
        }
        app.get("/healthz").await.is(200);
    });
}

#[test]
fn an_old_request_has_no_chunks() {
    run(Engine::Sqlite, async |app: &TestApp| {
        let request = format!(
            "POST /v1/auth/login HTTP/1.0\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}"
        );
        let answer = send(app.address(), request.as_bytes());
        assert!(statuses(&answer).iter().all(|status| *status == 400), "{answer}");
        assert!(!answer.contains("disclaimer"), "{answer}");
    });
}

#[test]
fn the_body_of_a_refused_request_is_not_the_next_request() {
    run(Engine::Sqlite, async |app: &TestApp| {
        // Refused before its body is read, for the token, the path, the media type.
        for head in [
            "PUT /v1/sessions/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e HTTP/1.1\r\nContent-Type: application/json",
            "POST /v1/nothing HTTP/1.1\r\nContent-Type: application/json",
            "POST /v1/auth/login HTTP/1.1\r\nContent-Type: text/plain",
            "GET /v1/me HTTP/1.1",
        ] {
            let request = format!("{head}\r\nHost: x\r\nContent-Length: {}\r\n\r\n{HIDDEN}", HIDDEN.len());
            let answer = send(app.address(), request.as_bytes());
            assert_eq!(statuses(&answer).len(), 1, "{head}\n{answer}");
            assert!(!answer.contains("disclaimer"), "{head}\n{answer}");
        }
    });
}

#[test]
fn honest_pipelined_requests_are_answered_in_order() {
    run(Engine::Sqlite, async |app: &TestApp| {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/me HTTP/1.1\r\nHost: x\r\n\r\n{HIDDEN}");
        let answer = send(app.address(), request.as_bytes());
        assert_eq!(statuses(&answer), [200, 401, 200], "{answer}");
    });
}
