use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer. Every one is held to what all answers promise: no 5xx, a request id, and problem details for failures.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    question: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    pub fn new(question: String, status: u16, headers: HeaderMap, body: Vec<u8>) -> Self {
        let reply = Self::unchecked(question, status, headers, body);
        assert!(status < 500, "{reply}");
        assert_eq!(reply.header("X-Content-Type-Options"), Some("nosniff"), "{reply}");
        assert!(reply.header("X-Request-Id").is_some_and(|id| id.len() == 36), "{reply}");
        if status >= 400 && !reply.question.starts_with("HEAD ") {
            reply.check_problem();
        }
        reply
    }

    /// One whose form is not looked at.
    pub fn unchecked(question: String, status: u16, headers: HeaderMap, body: Vec<u8>) -> Self {
        Self { status, question, headers, body }
    }

    fn check_problem(&self) {
        assert_eq!(self.header("Content-Type"), Some("application/problem+json"), "{self}");
        let problem = self.json();
        let text = |name: &str| problem[name].as_str().unwrap_or_else(|| panic!("no {name}: {self}"));
        assert_eq!(problem["status"], self.status, "{self}");
        assert_eq!(text("type"), format!("urn:birddog:problem:{}", text("code")), "{self}");
        assert_eq!(Some(text("request_id")), self.header("X-Request-Id"), "{self}");
        assert!(!text("title").is_empty() && !text("detail").is_empty(), "{self}");
        assert!(problem["retryable"].is_boolean(), "{self}");
        assert_eq!(text("code") == "invalid_input", !self.errors().is_empty(), "{self}");
        for error in problem["errors"].as_array().into_iter().flatten() {
            assert!(error["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{self}");
        }
    }

    /// The same, after checking its status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// The same, after checking that it is this problem.
    #[track_caller]
    #[expect(clippy::wrong_self_convention, reason = "an assertion in a chain, like `is`")]
    pub fn is_problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.json()["code"].as_str()), (status, Some(code)), "{self}");
        self
    }

    /// The same, after checking that it is a 422 with these errors, `pointer code`, in any order.
    #[track_caller]
    pub fn has_faults(self, expected: &[&str]) -> Self {
        let reply = self.is_problem(422, "invalid_input");
        let mut expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
        expected.sort();
        assert_eq!(reply.errors(), expected, "{reply}");
        reply
    }

    /// The errors of a problem, `pointer code`, sorted.
    pub fn errors(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut errors: Vec<_> =
            errors.map(|error| format!("{} {}", text(&error["pointer"]), text(&error["code"]))).collect();
        errors.sort();
        errors
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// Every value of a header that may come more than once.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// A header, if it is there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The entity tag.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("ETag").unwrap_or_else(|| panic!("no ETag: {self}")).to_owned()
    }
}

impl std::fmt::Display for Reply {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} → {} {:?}\n{}", self.question, self.status, self.headers, self.text())
    }
}
