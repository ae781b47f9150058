//! The problems that an operation can answer: by rule those that follow from its shape, by declaration its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::headers::{ETAG, REQUEST_ID, RETRY_AFTER, WWW_AUTHENTICATE};
use super::object;
use super::schemas::reference;
use crate::core;
use crate::features::{accounts, coaching, interop, sync, training};
use crate::platform::http::problem::{self, Kind};

/// The parts of an operation that decide which problems it can answer.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is an independent trait of an operation")]
pub(super) struct Shape {
    /// It takes a body.
    pub(super) body: bool,
    /// Its path has a parameter.
    pub(super) path: bool,
    /// It takes parameters after `?`.
    pub(super) query: bool,
    /// It asks for a token.
    pub(super) bearer: bool,
    /// It takes an idempotency key.
    pub(super) once: bool,
    /// It takes a condition on a write.
    pub(super) conditional: bool,
}

/// Every kind of problem that there is.
pub fn kinds() -> Vec<Kind> {
    let all = [
        problem::ALL,
        core::problems::ALL,
        accounts::problems::ALL,
        coaching::problems::ALL,
        interop::problems::ALL,
        sync::problems::ALL,
        training::problems::ALL,
    ];
    all.concat()
}

/// The kinds that follow from the shape.
fn by_rule(shape: Shape) -> impl Iterator<Item = Kind> {
    let rules: [(bool, &[Kind]); 7] = [
        (true, &[problem::INTERNAL, problem::UNAVAILABLE, problem::OVERLOADED]),
        (
            shape.body,
            &[
                problem::MALFORMED,
                problem::TIMED_OUT,
                problem::TOO_LARGE,
                problem::UNSUPPORTED_MEDIA_TYPE,
                problem::INVALID_INPUT,
            ],
        ),
        (shape.path, &[problem::NOT_FOUND]),
        (shape.query, &[problem::MALFORMED, problem::INVALID_INPUT]),
        (shape.bearer, &[problem::UNAUTHENTICATED]),
        (shape.once, &[problem::STILL_RUNNING, problem::KEY_REUSED, problem::INVALID_INPUT]),
        (shape.conditional, &[problem::PRECONDITION_FAILED]),
    ];
    rules.into_iter().filter(|(applies, _)| *applies).flat_map(|(_, kinds)| kinds.iter().copied())
}

/// Replaces what `responses` declares about failures by references to full descriptions, with those of the rules; the
/// kinds that were declared are named by their codes in backticks.
pub(super) fn complete(responses: &mut Value, shape: Shape, components: &mut Value) {
    let mut kinds: BTreeMap<u16, BTreeSet<&str>> = BTreeMap::new();
    for kind in by_rule(shape) {
        kinds.entry(kind.status).or_default().insert(kind.code);
    }
    let mut words = BTreeMap::new();
    object(responses).retain(|status, response| {
        let Some(status) = status.parse::<u16>().ok().filter(|status| *status >= 400) else { return true };
        let description = response["description"].as_str().unwrap_or_default();
        let codes = self::kinds()
            .into_iter()
            .filter(|kind| kind.status == status && description.contains(&format!("`{}`", kind.code)));
        kinds.entry(status).or_default().extend(codes.map(|kind| kind.code));
        if let Some((_, more)) = description.split_once(": ") {
            words.insert(status, more.to_owned());
        }
        false
    });
    for (status, codes) in kinds {
        let name: String = codes.iter().map(|code| pascal(code)).collect::<Vec<_>>().join("Or");
        let mut response = json!({"$ref": format!("#/components/responses/{name}")});
        object(&mut components["responses"]).entry(name).or_insert_with(|| describe(status, &codes));
        if let Some(words) = words.get(&status) {
            response["description"] = json!(format!("{}: {words}", quoted(&codes)));
        }
        responses[status.to_string()] = response;
    }
}

fn quoted(codes: &BTreeSet<&str>) -> String {
    codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(" or ")
}

fn describe(status: u16, codes: &BTreeSet<&str>) -> Value {
    let kinds: Vec<_> = kinds().into_iter().filter(|kind| codes.contains(kind.code)).collect();
    let lines: Vec<_> = kinds.iter().map(|kind| format!("`{}`: {}", kind.code, lower(kind.title))).collect();
    let examples: BTreeMap<_, _> = kinds.iter().map(|kind| (kind.code, json!({"value": example(kind)}))).collect();
    let mut response = json!({
        "description": lines.join("; "),
        "content": {"application/problem+json": {"schema": reference("Problem"), "examples": examples}},
    });
    REQUEST_ID.add_to(&mut response);
    match status {
        401 => WWW_AUTHENTICATE.add_to(&mut response),
        412 => ETAG.add_to(&mut response),
        429 | 503 => RETRY_AFTER.add_to(&mut response),
        _ => {}
    }
    response
}

fn example(kind: &Kind) -> Value {
    let mut example = json!({
        "type": format!("urn:birddog:problem:{}", kind.code), "title": kind.title, "status": kind.status,
        "detail": format!("{}.", kind.title), "code": kind.code,
        "request_id": "5f0c4b52-6d0c-4c39-8b21-8a4d6e1c7f10", "retryable": kind.is_retryable(),
    });
    if *kind == problem::INVALID_INPUT {
        example["detail"] = json!("One thing is wrong.");
        example["errors"] =
            json!([{"pointer": "/effort", "code": "out_of_range", "detail": "must be between 0 and 10"}]);
    }
    example
}

/// `too_large` → `TooLarge`.
fn pascal(code: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    code.split('_').map(capitalised).collect()
}

fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
