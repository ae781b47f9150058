use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};

use super::DataAccess;
use super::client_routes::ClientPath;
use super::scopes::Needs;
use crate::platform::http::Problem;
use crate::platform::http::problem::UNAUTHENTICATED;
use crate::platform::ids::{DeviceId, UserId};
use crate::platform::time::Timestamp;
use crate::platform::tokens::Claims;

/// A request's bearer token, signed by us and in force. Whether its session still is, the database says at each load. A
/// handler that takes one works on the caller's own data alone: it can't be reached with somebody else's.
#[derive(Debug, Clone, Copy)]
pub struct Caller(pub(super) Claims);

/// Who asks to see something, and whose: the caller's own, or that of somebody who shares with them. Only
/// [`DataAccess::answer`] takes one, so that a handler for both can read in no other way.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub(super) caller: Caller,
    pub(super) on: Option<Subject>,
}

/// Whom a question is about, when it is not the caller, and what it takes to be answered.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) path: ClientPath,
    pub(super) needs: Needs,
}

impl Caller {
    /// The session that the token belongs to.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.0.device
    }

    /// Whether the token is still in force.
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.0.is_in_force(now)
    }

    /// Who asks.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.0.user
    }

    pub(super) fn verified(request: &HttpRequest) -> Result<Self, Problem> {
        let verified = || {
            let access = request.app_data::<web::Data<DataAccess>>()?;
            // Of two, somebody on the way may have read the other one.
            let mut headers = request.headers().get_all(AUTHORIZATION);
            let (Some(header), None) = (headers.next(), headers.next()) else { return None };
            let header = header.to_str().ok()?;
            let (scheme, token) = header.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(())?;
            access.tokens.verify(token, access.clock.now()).map(Self)
        };
        verified().ok_or_else(unauthenticated)
    }
}

impl From<Caller> for Viewer {
    fn from(caller: Caller) -> Self {
        Self { caller, on: None }
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::verified(request).and_then(|caller| {
            if ClientPath::is_of(request) {
                // Its handler knows only the caller's own data.
                tracing::error!(
                    route = request.match_pattern(),
                    "a client route has a handler that is not for coaches"
                );
                return Err(Problem::not_found());
            }
            Ok(caller)
        }))
    }
}

impl FromRequest for Viewer {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let viewer = Caller::verified(request).and_then(|caller| {
            if !ClientPath::is_of(request) {
                return Ok(Self::from(caller));
            }
            let subject = ClientPath::read(request).and_then(|path| Some(Subject { needs: path.needs()?, path }));
            Ok(Self { caller, on: Some(subject.ok_or_else(Problem::not_found)?) })
        });
        ready(viewer)
    }
}

pub(super) fn unauthenticated() -> Problem {
    Problem::new(UNAUTHENTICATED, "Send a valid access token: Authorization: Bearer …")
}
