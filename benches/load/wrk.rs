use std::fmt::Write;
use std::process::Command;
use std::time::Duration;

use super::seed::{Person, block_on, session};
use super::service::Service;

/// A load for `wrk`, as the Lua script that makes its requests.
pub struct Load {
    script: String,
}

/// What `wrk` measured.
pub struct Outcome {
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

impl Load {
    /// Everybody writes new sessions, each under an id of its own.
    pub fn writes(people: &[Person]) -> Self {
        let mut script = tokens(people);
        let body = session(0).to_string();
        let _ = write!(
            script,
            r#"
local body = [[{body}]]
local counter, thread = 0, 0
local threads = 0
function setup(t) threads = threads + 1; t:set("thread", threads) end
function init() math.randomseed(os.time() * 100 + thread); run = math.random(0, 2^28) end
function request()
  counter = counter + 1
  local id = string.format("%08x-%04x-7000-8000-%012x", run, thread, counter)
  return wrk.format("PUT", "/v1/sessions/" .. id, headers[counter % #headers + 1], body)
end
"#
        );
        Self { script: script + REPORT }
    }

    /// One person pushes new sessions, one in a request.
    pub fn pushes(person: &Person) -> Self {
        let op = serde_json::json!({"ops": [{
            "op_id": "ID", "collection": "sessions", "id": "ID", "action": "put", "record": session(0),
        }]});
        let (before, body) =
            (tokens(std::slice::from_ref(person)), op.to_string().replace('%', "%%").replace("ID", "%s"));
        let script = before
            + &format!(
                r#"
local body = [[{body}]]
math.randomseed(os.time())
local counter, run = 0, math.random(0, 2^28)
function request()
  counter = counter + 1
  local id = string.format("%08x-0000-7000-8000-%012x", run, counter)
  return wrk.format("POST", "/v1/sync", headers[1], string.format(body, id, id))
end
"#
            );
        Self { script: script + REPORT }
    }

    /// Everybody asks the same, in turn.
    pub fn get_as(path: &str, people: &[Person]) -> Self {
        let requests = format!(
            r#"
local counter = 0
function request()
  counter = counter + 1
  return wrk.format("GET", "{path}", headers[counter % #headers + 1])
end
"#
        );
        Self { script: tokens(people) + &requests + REPORT }
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

    /// Runs the load.
    pub fn run(&self, service: &Service, connections: usize, seconds: u64) -> Outcome {
        let script = std::env::temp_dir().join(format!("birddog-load-{}.lua", std::process::id()));
        std::fs::write(&script, &self.script).expect("a script in the temporary folder");
        let output = Command::new("wrk")
            .args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s"), "--timeout", "10s", "-s"])
            .arg(&script)
            .arg(&service.base)
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
        Outcome { per_second, p50: Duration::from_micros(p50), p99: Duration::from_micros(p99), errors }
    }
}

fn tokens(people: &[Person]) -> String {
    let mut script = String::from("local headers = {}\n");
    for person in people {
        let _ = writeln!(
            script,
            "headers[#headers + 1] = {{[\"Authorization\"] = \"Bearer {}\", [\"Content-Type\"] = \"application/json\"}}",
            person.token
        );
    }
    script
}
