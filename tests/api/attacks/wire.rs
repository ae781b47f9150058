//! Bytes that no HTTP client sends. None may be answered with a 5xx or stop the service.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use crate::support::{Calls, Engine, TestApp, run};

/// Sends bytes and reads what comes back. Either may be cut off by the other side.
pub fn send(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut answer = Vec::new();
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        answer.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of all answers in a stream.
pub fn statuses(answer: &str) -> Vec<u16> {
    let heads = answer.split("HTTP/1.").skip(1);
    heads.map(|head| head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap()).collect()
}

/// Asserts that the answer is a refusal, or that the connection is closed without one.
#[track_caller]
fn is_refused(request: &[u8], answer: &str) {
    let shown = String::from_utf8_lossy(&request[..request.len().min(300)]);
    for status in statuses(answer) {
        assert!((400..500).contains(&status), "{shown}\n→ {answer}");
    }
}

async fn lives(app: &TestApp) {
    app.get("/healthz").await.is(200);
}

#[test]
fn requests_that_are_none_are_refused() {
    run(Engine::Sqlite, async |app: &TestApp| {
        for request in [
            b"\r\n\r\n\r\n".to_vec(),
            b"GET\r\n\r\n".to_vec(),
            b"GET /healthz\r\n\r\n".to_vec(),
            b"GET /healthz HTTP/9.9\r\n\r\n".to_vec(),
            b"GET  /healthz  HTTP/1.1\r\n\r\n".to_vec(),
            b"G\x00T /healthz HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
            b"GET /health\x00z HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
            b"GET /health\nz HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
            b"GET /healthz HTTP/1.1\r\nHo\x00st: x\r\n\r\n".to_vec(),
            b"GET /healthz HTTP/1.1\r\nHost: x\x00y\r\n\r\n".to_vec(),
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n".to_vec(),
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n".to_vec(),
            b"GET /healthz HTTP/1.1\r\nHost: x\r\n: nameless\r\n\r\n".to_vec(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
            vec![0xff; 100_000],
            vec![b'A'; 300_000],
        ] {
            let answer = send(app.address(), &request);
            is_refused(&request, &answer);
        }
        lives(app).await;
    });
}

#[test]
fn heads_without_end_are_refused() {
    run(Engine::Sqlite, async |app: &TestApp| {
        let one_long = format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "a".repeat(1_000_000));
        let many = format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-Many: a\r\n".repeat(5_000));
        let path = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1_000_000));
        let never_ends = format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: {}", "a".repeat(1_000_000));
        let token =
            format!("GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n", "a".repeat(1_000_000));
        for request in [one_long, many, path, never_ends, token] {
            is_refused(request.as_bytes(), &send(app.address(), request.as_bytes()));
        }
        lives(app).await;
    });
}

#[test]
fn bodies_that_are_not_as_announced_are_refused() {
    run(Engine::Sqlite, async |app: &TestApp| {
        let head = "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        for rest in [
            // Shorter than it says.
            "Content-Length: 500\r\n\r\n{\"email\": \"maria@example.org\"".to_owned(),
            "Content-Length: 1\r\n\r\n".to_owned(),
            "Content-Length: 18446744073709551615\r\n\r\n{}".to_owned(),
            "Content-Length: 9223372036854775807\r\n\r\n{}".to_owned(),
            "Content-Length: 999999999999999999999999\r\n\r\n{}".to_owned(),
            "Content-Length: 4294967298\r\n\r\n{}".to_owned(),
            "Content-Length: -2\r\n\r\n{}".to_owned(),
            "Content-Length: +2\r\n\r\n{}".to_owned(),
            "Content-Length: 0x2\r\n\r\n{}".to_owned(),
            "Content-Length: 2, 2\r\n\r\n{}".to_owned(),
            "Content-Length: two\r\n\r\n{}".to_owned(),
            "Content-Length: \r\n\r\n{}".to_owned(),
            // Longer than anything here.
            format!("Content-Length: 70000\r\n\r\n{}", "x".repeat(70_000)),
            format!(
                "Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
                format!("1000\r\n{}\r\n", "x".repeat(4096)).repeat(20)
            ),
            // Chunks that are none.
            "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n".to_owned(),
            "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n".to_owned(),
            "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n".to_owned(),
            "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n".to_owned(),
            "Transfer-Encoding: chunked\r\n\r\n2\r\n{}".to_owned(),
            format!("Transfer-Encoding: chunked\r\n\r\n2;{}\r\n{{}}\r\n0\r\n\r\n", "x".repeat(100_000)),
        ] {
            let request = format!("{head}{rest}");
            is_refused(request.as_bytes(), &send(app.address(), request.as_bytes()));
        }
        lives(app).await;
    });
}

#[test]
fn paths_and_queries_may_be_any_bytes() {
    run(Engine::Sqlite, async |app: &TestApp| {
        let user = app.register().await;
        let token = user.token().await;
        for target in [
            b"/v1/sessions/%00".to_vec(),
            b"/v1/sessions/%FF%FE".to_vec(),
            b"/v1/sessions/\xff\xfe".to_vec(),
            b"/v1/sessions/%".to_vec(),
            b"/v1/sessions/%2".to_vec(),
            b"/v1/sessions/%zz".to_vec(),
            b"/v1/sessions/..%2f..%2fme".to_vec(),
            b"/v1/sessions/../../etc/passwd".to_vec(),
            b"/v1/sessions/%c0%ae%c0%ae/".to_vec(),
            b"/v1/day-marks/%FF".to_vec(),
            b"/v1/day-marks/9999-99-99".to_vec(),
            b"/v1/exercises/%F0%9F%A6%A9".to_vec(),
            b"/v1/me/devices/%FF".to_vec(),
            b"/v1/sessions?limit=%FF".to_vec(),
            b"/v1/sessions?%FF=%FE".to_vec(),
            b"/v1/sessions?cursor=%00".to_vec(),
            b"/v1/sessions?cursor=\xc3\x28".to_vec(),
            b"/v1/sessions?from=%E2%80%8B2026-11-23".to_vec(),
            b"/v1/sessions?limit=1&limit=2".to_vec(),
            b"/v1/sessions?limit".to_vec(),
            b"/v1/streak?as_of=%00".to_vec(),
            b"/docs/%2e%2e/%2e%2e/etc/passwd".to_vec(),
            b"/docs/../keys.json".to_vec(),
            b"/docs/%00".to_vec(),
            b"/docs/%FF".to_vec(),
            b"//v1//me".to_vec(),
            b"http://elsewhere.example/v1/nothing".to_vec(),
            b"*".to_vec(),
            "/v1/sessions/\u{1f9a9}".into(),
            format!("/v1/sessions?{}", "a=b&".repeat(8_000)).into_bytes(),
        ] {
            for method in ["GET", "PUT", "DELETE"] {
                let mut request = format!("{method} ").into_bytes();
                request.extend_from_slice(&target);
                request.extend_from_slice(
                    format!(" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}").as_bytes(),
                );
                let answer = send(app.address(), &request);
                is_refused(&request, &answer);
                // What reaches the service is answered in its own form.
                if let Some((head, body)) =
                    answer.split_once("\r\n\r\n").filter(|(head, _)| head.contains("x-request-id"))
                {
                    let shown = String::from_utf8_lossy(&target);
                    assert!(head.contains("application/problem+json"), "{method} {shown}\n{answer}");
                    assert!(body.contains("\"code\""), "{method} {shown}\n{answer}");
                }
            }
        }
        user.get("/v1/me").await.is(200);
    });
}

#[test]
fn methods_may_be_any_words() {
    run(Engine::Sqlite, async |app: &TestApp| {
        for method in ["TRACE", "CONNECT", "PROPFIND", "get", "GETT", "M-SEARCH", &"X".repeat(10_000)] {
            let request = format!("{method} /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            is_refused(request.as_bytes(), &send(app.address(), request.as_bytes()));
        }
        for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
            app.get("/v1/about").header(name, "DELETE").await.is(200);
        }
        lives(app).await;
    });
}
