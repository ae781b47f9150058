use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use serde_json::{Value, json};

use super::program::{DEADLINE, Program};
use crate::support::{Engine, PASSWORD, TestDatabase, exchange};

/// A request's head and body; the body in two halves.
fn request(method: &str, path: &str, headers: &str, body: &Value) -> (String, String, String) {
    let body = body.to_string();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n{headers}\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    let (first, second) = body.split_at(body.len() / 2);
    (head, first.to_owned(), second.to_owned())
}

fn a_request_in_flight_is_finished(engine: Engine) {
    let place = TestDatabase::new(engine);
    let mut program = Program::start(&place);
    let person =
        json!({"email": "maria@example.org", "password": PASSWORD, "display_name": "Maria", "time_zone": "UTC"});
    let (head, first, second) = request("POST", "/v1/auth/register", "", &person);
    let answer = exchange(program.address, format!("{head}{first}{second}").as_bytes());
    let signed_in: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let authorization = format!("Authorization: Bearer {}\r\n", signed_in["access_token"].as_str().unwrap());

    let mark = json!({"kind": "travel", "note": "Night train to Lisbon"});
    let expecting = format!("{authorization}Expect: 100-continue\r\n");
    let (head, first, second) = request("PUT", "/v1/day-marks/2026-11-23", &expecting, &mark);
    let mut stream = TcpStream::connect(program.address).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream.set_write_timeout(Some(DEADLINE)).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // It says that it is waiting for the body, so the request is in flight.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(first.as_bytes()).unwrap();

    program.terminate();
    let asked = Instant::now();
    while TcpStream::connect_timeout(&program.address, DEADLINE).is_ok() {
        assert!(asked.elapsed() < DEADLINE, "it still took connections {DEADLINE:?} after it was asked to stop");
        std::thread::yield_now();
    }
    stream.write_all(second.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert!(program.wait().success());

    let program = Program::start(&place);
    let head = format!("GET /v1/day-marks/2026-11-23 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{authorization}\r\n");
    let answer = exchange(program.address, head.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("Lisbon"), "{answer}");
}

#[test]
fn sqlite() {
    a_request_in_flight_is_finished(Engine::Sqlite);
}

#[test]
fn postgres() {
    a_request_in_flight_is_finished(Engine::Postgres);
}
