//! What a coach can ask about a client: the own reading paths below `/v1/clients/{client_id}`.

use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, Uri};
use actix_web::middleware::Next;
use uuid::Uuid;

use super::scopes::Needs::{self, All, Any};
use super::scopes::Scope::{Appointments, Pain, Plan, Sessions};
use crate::platform::ids::UserId;

/// The own paths that are mirrored, all of them by GET, and what each takes. What is not in this list can't be asked about
/// a client: the first screen, learning cards and exercise prompts speak to the person and tell of red flags; the
/// health profile, the account and the change feed are nobody else's.
pub const CLIENT_ROUTES: [(&str, Needs); 27] = [
    ("/v1/sessions", All(&[Sessions])),
    ("/v1/sessions/{id}", All(&[Sessions])),
    ("/v1/day-marks", All(&[Sessions])),
    ("/v1/day-marks/{id}", All(&[Sessions])),
    ("/v1/streak", All(&[Sessions])),
    ("/v1/calendar", All(&[Sessions])),
    ("/v1/strength", All(&[Sessions])),
    ("/v1/adherence", All(&[Sessions])),
    ("/v1/trends/exercise", All(&[Sessions])),
    ("/v1/exercises", Any(&[Sessions, Plan])),
    ("/v1/exercises/{id}", Any(&[Sessions, Plan])),
    ("/v1/pain-scores", All(&[Pain])),
    ("/v1/pain-scores/{id}", All(&[Pain])),
    ("/v1/questionnaires", All(&[Pain])),
    ("/v1/questionnaires/{id}", All(&[Pain])),
    ("/v1/trends/pain", All(&[Pain])),
    ("/v1/trends/questionnaires", All(&[Pain])),
    ("/v1/appointments", All(&[Appointments])),
    ("/v1/appointments/{id}", All(&[Appointments])),
    ("/v1/courses", All(&[Appointments])),
    ("/v1/courses/{id}", All(&[Appointments])),
    ("/v1/courses/{id}/progress", All(&[Appointments])),
    ("/v1/plans", All(&[Plan])),
    ("/v1/plans/{id}", All(&[Plan])),
    ("/v1/plan", All(&[Plan])),
    ("/v1/insights/acupuncture", All(&[Appointments, Pain])),
    ("/v1/insights/exercise", All(&[Sessions, Pain])),
];

/// Where the mirrored paths are.
pub(super) const CLIENTS: &str = "/v1/clients/";

/// Longest part of the log that says what exactly was asked for, in characters.
const MAX_DETAIL_CHARS: usize = 300;

/// Whom a request is about, when it is not the caller, and what it takes to be answered.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) client: UserId,
    pub(super) needs: Needs,
    /// Like `GET /v1/clients/{client_id}/sessions`.
    pub(super) operation: String,
    /// The path and query below the client, where they say more than the operation.
    pub(super) detail: Option<String>,
}

/// What it takes to see the list of a collection, like `sessions`; nothing when no coach can.
#[must_use]
pub fn needs_of(collection: &str) -> Option<Needs> {
    let listed = |path: &str| path.strip_prefix("/v1/") == Some(collection);
    CLIENT_ROUTES.into_iter().find(|(path, _)| listed(path)).map(|(_, needs)| needs)
}

/// The path of a mirrored one: `/v1/streak` → `/v1/clients/{client_id}/streak`.
#[must_use]
pub fn client_path(own: &str) -> String {
    format!("{CLIENTS}{{client_id}}{}", own.strip_prefix("/v1").unwrap_or(own))
}

/// A layer before the routes: leads a question about a client to the handler of the same question about oneself, which
/// learns from the subject whom it is about. Anything else goes its own way.
///
/// # Errors
/// Those of the service.
pub async fn lead_to_own<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if request.method() == Method::GET
        && let Some((subject, own)) = subject(request.uri())
    {
        request.match_info_mut().get_mut().update(&own);
        request.head_mut().uri = own;
        request.extensions_mut().insert(subject);
    }
    next.call(request).await
}

/// Whom a path is about, and the own path of the same question. The path is taken as it was sent: one that spells a letter
/// in percent signs is none of the list.
fn subject(uri: &Uri) -> Option<(Subject, Uri)> {
    let (client, rest) = uri.path().strip_prefix(CLIENTS)?.split_once('/')?;
    let id = Uuid::try_parse(client).ok().filter(|_| client.len() == 36)?;
    let path = format!("/v1/{rest}");
    let (pattern, needs) = CLIENT_ROUTES.into_iter().find(|(pattern, _)| fits(pattern, &path))?;
    let asked = uri.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
    let detail = detail(pattern, &asked);
    let operation = format!("GET {}", client_path(pattern));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(asked.parse().ok()?);
    Some((Subject { client: UserId(id), needs, operation, detail }, Uri::from_parts(parts).ok()?))
}

/// What the log tells beside an operation on `pattern`: the own path as it was asked, where it says more.
pub(super) fn detail(pattern: &str, asked: &str) -> Option<String> {
    (asked != pattern).then(|| asked.chars().take(MAX_DETAIL_CHARS).collect())
}

/// Whether a path has the segments of a pattern.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("{id}"), Some(segment)) if !segment.is_empty() => {}
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = "019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20";

    fn led(rest: &str) -> Option<String> {
        let uri = format!("/v1/clients/{CLIENT}{rest}").parse().unwrap();
        subject(&uri).map(|(subject, own)| {
            assert_eq!(subject.client.to_string(), CLIENT);
            own.to_string()
        })
    }

    #[test]
    fn only_what_is_listed_is_led_on() {
        assert_eq!(led("/streak").as_deref(), Some("/v1/streak"));
        assert_eq!(led("/sessions?limit=3").as_deref(), Some("/v1/sessions?limit=3"));
        assert_eq!(led("/courses/1/progress").as_deref(), Some("/v1/courses/1/progress"));
        for other in [
            "",
            "/",
            "/today",
            "/sync",
            "/me",
            "/me/health-profile",
            "/streak/",
            "//streak",
            "/sessions/",
            "/sessions/1/2",
            "/str%65ak",
            "/exercises/bird-dog/progression",
            "/../me",
            "/clients/1/streak",
            "/learn",
            "/streak%2F",
        ] {
            assert_eq!(led(other), None, "{other}");
        }
    }

    #[test]
    fn a_client_has_one_spelling() {
        for client in ["1", "me", "019ab25c0f4e7a319d550c6a1b7e4f20", "{019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20}"] {
            let uri = format!("/v1/clients/{}/streak", client.replace('{', "%7B").replace('}', "%7D"));
            assert!(subject(&uri.parse().unwrap()).is_none(), "{client}");
        }
    }

    #[test]
    fn the_log_says_what_exactly_was_asked_for() {
        let asked = |rest: &str| {
            let uri = format!("/v1/clients/{CLIENT}{rest}").parse().unwrap();
            let (subject, _) = subject(&uri).unwrap();
            (subject.operation, subject.detail)
        };
        let operation = "GET /v1/clients/{client_id}/sessions".to_owned();
        assert_eq!(asked("/sessions"), (operation.clone(), None));
        assert_eq!(asked("/sessions?limit=3"), (operation, Some("/v1/sessions?limit=3".to_owned())));
        let (_, detail) = asked(&format!("/sessions?cursor={}", "a".repeat(1000)));
        assert_eq!(detail.unwrap().len(), MAX_DETAIL_CHARS);
    }
}
