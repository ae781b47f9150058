//! What a coach can ask about a client: the own reading paths below `/v1/clients/{client_id}`.

use actix_web::HttpRequest;
use uuid::Uuid;

use super::scopes::Needs::{self, All, Any};
use super::scopes::Scope::{Appointments, Pain, Plan, Sessions};
use crate::platform::ids::UserId;

/// The own paths that have a client route, all of them by GET, and what each takes. What is not in this list can't be asked
/// about a client: the first screen, learning cards and exercise prompts speak to the person and tell of red flags; the
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

/// Where client routes are.
const CLIENTS: &str = "/v1/clients/";

/// Longest part of the log that says what exactly was asked for, in characters.
const MAX_DETAIL_CHARS: usize = 300;

/// Which client a request is about, by its path.
#[derive(Debug, Clone)]
pub(super) struct ClientPath {
    pub(super) client: UserId,
    /// Like `GET /v1/clients/{client_id}/sessions`.
    pub(super) operation: String,
    /// The pattern of the same question about oneself, like `/v1/sessions`.
    pub(super) own: String,
    /// The own path and query as they were asked, where they say more than the pattern.
    pub(super) detail: Option<String>,
}

impl ClientPath {
    /// Whether a route is about a client at all.
    pub(super) fn is_of(request: &HttpRequest) -> bool {
        request.match_info().get("client_id").is_some()
    }

    /// Reads the path of a client route; nothing when what it names can be no client.
    pub(super) fn read(request: &HttpRequest) -> Option<Self> {
        let segment = request.match_info().get("client_id")?;
        // One spelling only, as with records.
        let client = Uuid::try_parse(segment).ok().filter(|_| segment.len() == 36).map(UserId)?;
        let pattern = request.match_pattern()?;
        let own = format!("/v1/{}", pattern.strip_prefix(CLIENTS)?.split_once('/')?.1);
        // One spelling only: nothing below has letters that are spelled in percent signs.
        let asked = request.uri().path().strip_prefix(CLIENTS)?.split_once('/')?.1;
        if asked.contains('%') {
            return None;
        }
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let asked = format!("/v1/{asked}{query}");
        let detail = (asked != own).then(|| asked.chars().take(MAX_DETAIL_CHARS).collect());
        Some(Self { client, operation: format!("{} {pattern}", request.method()), own, detail })
    }

    /// What it takes to be answered; nothing when the path is none of the list.
    pub(super) fn needs(&self) -> Option<Needs> {
        CLIENT_ROUTES.into_iter().find(|(path, _)| *path == self.own).map(|(_, needs)| needs)
    }
}

/// What it takes to see the list of a collection, like `sessions`; nothing when no coach can.
#[must_use]
pub fn needs_of(collection: &str) -> Option<Needs> {
    let listed = |path: &str| path.strip_prefix("/v1/") == Some(collection);
    CLIENT_ROUTES.into_iter().find(|(path, _)| listed(path)).map(|(_, needs)| needs)
}

/// The client route of an own path: `/v1/streak` → `/v1/clients/{client_id}/streak`.
#[must_use]
pub fn client_path(own: &str) -> String {
    format!("{CLIENTS}{{client_id}}{}", own.strip_prefix("/v1").unwrap_or(own))
}
