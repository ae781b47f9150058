//! Clients that take their time. The one test that waits: for the service's patience to end.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::wire::statuses;
use crate::support::{Calls, Engine, TestApp, run};

/// Sends a request's beginning, then nothing, and reads until the other side has had enough.
fn stall(stream: &mut TcpStream, beginning: &str) -> (String, Duration) {
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    stream.write_all(beginning.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => answer.extend_from_slice(&buffer[..count]),
            Ok(_) => break,
            Err(error) => {
                assert!(
                    !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
                    "still open"
                );
                break;
            }
        }
        // An answer that leaves the connection open says all there is to say.
        if !answer.is_empty() && began.elapsed() > Duration::from_secs(12) {
            break;
        }
    }
    (String::from_utf8_lossy(&answer).into_owned(), began.elapsed())
}

#[test]
fn heads_and_bodies_that_stall_are_given_up_on() {
    run(Engine::Sqlite, async |app: &TestApp| {
        let address = app.address();
        let head = std::thread::spawn(move || {
            stall(&mut TcpStream::connect(address).unwrap(), "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: a")
        });
        let body = std::thread::spawn(move || {
            let beginning = "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{\"email\":";
            stall(&mut TcpStream::connect(address).unwrap(), beginning)
        });
        // Others are served meanwhile.
        app.get("/healthz").await.is(200);
        let (answer, took) = head.join().unwrap();
        assert!(statuses(&answer).iter().all(|status| *status == 408), "{answer}");
        assert!(took < Duration::from_secs(20), "{took:?}");
        let (answer, took) = body.join().unwrap();
        assert_eq!(statuses(&answer), [408], "{answer}");
        assert!(answer.contains("\"timed_out\""), "{answer}");
        assert!(took < Duration::from_secs(30), "{took:?}");
        app.get("/healthz").await.is(200);
    });
}
