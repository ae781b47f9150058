use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;
use uuid::Uuid;

use super::seed::{Person, block_on, session};
use super::service::Service;

/// A load for `wrk`, as the Lua script that makes its requests.
pub struct Load {
    script: String,
}

/// What `wrk` measured.
#[derive(Clone, Copy)]
pub struct Outcome {
    pub requests: u64,
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    pub errors: u64,
}

/// Prints what the report needs, one number a line.
const REPORT: &str = r#"
function done(summary, latency, requests)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format("birddog %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors))
end
"#;

/// The same request of many people, in turn.
#[derive(Deserialize)]
pub struct Requests {
    pub method: String,
    /// `{id}` in it becomes a new UUID each time.
    pub path: String,
    pub people: Vec<Sender>,
}

/// One who makes requests.
#[derive(Clone, Deserialize)]
pub struct Sender {
    pub headers: BTreeMap<String, String>,
    pub body: Option<String>,
}

impl Requests {
    /// Everybody writes new sessions, each under an id of its own.
    pub fn writes(people: &[Person]) -> Self {
        let body = session(0).to_string();
        let people = people.iter().map(|person| person.sender(Some(body.clone()))).collect();
        Self { method: "PUT".to_owned(), path: "/v1/sessions/{id}".to_owned(), people }
    }

    /// Everybody asks the same.
    pub fn get(path: &str, people: &[Person]) -> Self {
        let people = people.iter().map(|person| person.sender(None)).collect();
        Self { method: "GET".to_owned(), path: path.to_owned(), people }
    }

    /// As a load.
    pub fn load(&self) -> Load {
        let mut script = String::from("local headers, bodies = {}, {}\n");
        for (number, sender) in (1..).zip(&self.people) {
            let _ = writeln!(script, "headers[{number}] = {{}}");
            for (name, value) in &sender.headers {
                let _ = writeln!(script, "headers[{number}][ [[{name}]] ] = [[{value}]]");
            }
            if let Some(body) = &sender.body {
                let _ = writeln!(script, "bodies[{number}] = [[{body}]]");
            }
        }
        let Self { method, path, .. } = self;
        let _ = write!(
            script,
            r#"
math.randomseed({seed})
local counter, run = 0, math.random(0, 2^28)
function request()
  counter = counter + 1
  local id = string.format("%08x-0000-7000-8000-%012x", run, counter)
  local who = counter % #headers + 1
  return wrk.format("{method}", (string.gsub("{path}", "{{id}}", id)), headers[who], bodies[who])
end
"#,
            seed = Uuid::new_v4().as_fields().0 & 0x7fff_ffff,
        );
        Load { script: script + REPORT }
    }
}

impl Load {
    /// Everybody writes new sessions.
    pub fn writes(people: &[Person]) -> Self {
        Requests::writes(people).load()
    }

    /// One person pushes new sessions, one in a request.
    pub fn pushes(person: &Person) -> Self {
        let op = serde_json::json!({"ops": [{
            "op_id": "ID", "collection": "sessions", "id": "ID", "action": "put", "record": session(0),
        }]});
        let (token, body) = (&person.token, op.to_string().replace('%', "%%").replace("ID", "%s"));
        let script = format!(
            r#"
local body = [[{body}]]
local headers = {{["Authorization"] = "Bearer {token}", ["Content-Type"] = "application/json"}}
math.randomseed(os.time())
local counter, run = 0, math.random(0, 2^28)
function request()
  counter = counter + 1
  local id = string.format("%08x-0000-7000-8000-%012x", run, counter)
  return wrk.format("POST", "/v1/sync", headers, string.format(body, id, id))
end
"#
        );
        Self { script: script + REPORT }
    }

    /// Everybody asks the same, in turn.
    pub fn get_as(path: &str, people: &[Person]) -> Self {
        Requests::get(path, people).load()
    }

    /// One person asks the same again and again.
    pub fn get(path: &str, person: &Person) -> Self {
        let token = &person.token;
        Self { script: format!("wrk.path = \"{path}\"\nwrk.headers[\"Authorization\"] = \"Bearer {token}\"\n{REPORT}") }
    }

    /// One person polls with the entity tag of the present answer.
    pub fn poll(path: &str, person: &Person, service: &Service) -> Self {
        let etag = block_on(async {
            let request = reqwest::Client::new().get(format!("{}{path}", service.base)).bearer_auth(&person.token);
            let answer = request.send().await.unwrap();
            answer.headers()["etag"].to_str().unwrap().to_owned()
        });
        let load = Self::get(path, person);
        Self { script: format!("wrk.headers[\"If-None-Match\"] = '{etag}'\n{}", load.script) }
    }

    /// Runs the load on a service of the bench.
    pub fn run(&self, service: &Service, connections: usize, seconds: u64) -> Outcome {
        self.run_at(&service.base, connections, seconds)
    }

    /// Runs the load on what serves at this address.
    pub fn run_at(&self, base: &str, connections: usize, seconds: u64) -> Outcome {
        let script = std::env::temp_dir().join(format!("birddog-load-{}.lua", std::process::id()));
        std::fs::write(&script, &self.script).expect("a script in the temporary folder");
        let output = Command::new("wrk")
            .args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s"), "--timeout", "10s", "-s"])
            .arg(&script)
            .arg(base)
            .output()
            .expect("wrk is installed (Debian's package wrk)");
        std::fs::remove_file(&script).expect("the script goes");
        let text = String::from_utf8_lossy(&output.stdout);
        let line =
            text.lines().find_map(|line| line.strip_prefix("birddog ")).unwrap_or_else(|| panic!("wrk said: {text}"));
        let numbers: Vec<u64> = line.split(' ').map(|number| number.parse().expect("a number")).collect();
        let [requests, micros, p50, p99, errors] = numbers[..] else { panic!("wrk said: {line}") };
        #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
        let per_second = requests as f64 / (micros as f64 / 1e6);
        Outcome { requests, per_second, p50: Duration::from_micros(p50), p99: Duration::from_micros(p99), errors }
    }
}
