//! What lies between a coach and a client, like their comments: routes below `/v1/clients/{client_id}` that mirror nothing.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use uuid::Uuid;

use super::caller::Caller;
use super::client_routes::{CLIENTS, Subject, detail};
use super::scopes::{Needs, Scopes};
use super::visit::Admission;
use super::{DataAccess, Owner, grants};
use crate::platform::db::AnyConnection;
use crate::platform::http::{Answer, IdempotencyKey, Problem};
use crate::platform::ids::UserId;

/// A coach at a route about one of their clients.
#[derive(Debug, Clone)]
pub struct Visitor {
    caller: Caller,
    client: UserId,
    operation: String,
    detail: Option<String>,
}

/// A coach who writes, and the client whom it concerns. Other writes of both wait until the transaction ends.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Who writes.
    pub coach: Owner,
    /// Whom it concerns.
    pub client: Owner,
    scopes: Scopes,
}

impl Visitor {
    /// The client whom the address names.
    #[must_use]
    pub fn client(&self) -> UserId {
        self.client
    }

    /// Reads the client and, for the log, what is asked.
    fn of(request: &HttpRequest, caller: Caller) -> Option<Self> {
        let segment = request.match_info().get("client_id")?;
        let client = Uuid::try_parse(segment).ok().filter(|_| segment.len() == 36).map(UserId)?;
        let pattern = request.match_pattern()?;
        let below = pattern.strip_prefix(CLIENTS)?.split_once('/')?.1.to_owned();
        let asked = request.uri().path().strip_prefix(CLIENTS)?.split_once('/')?.1;
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let detail = detail(&format!("/v1/{below}"), &format!("/v1/{asked}{query}"));
        Some(Self { caller, client, operation: format!("{} {pattern}", request.method()), detail })
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload).into_inner();
        ready(caller.and_then(|caller| Self::of(request, caller).ok_or_else(Problem::not_found)))
    }
}

impl Pair {
    /// Two people of whom one shares this much with the other.
    pub(crate) fn of(coach: Owner, client: Owner, scopes: Scopes) -> Self {
        Self { coach, client, scopes }
    }

    /// Refuses what the client does not share.
    ///
    /// # Errors
    /// 403.
    pub fn require(&self, needs: Needs) -> Result<(), Problem> {
        grants::require(self.scopes, needs)
    }
}

impl DataAccess {
    /// Answers a coach about what lies between them and a client; `work` gets the coach, whose own records it reads. The
    /// answer leaves once the visit stands in the client's log.
    ///
    /// # Errors
    /// 401 when the session has ended, 404 without a share in force, 403 when its scopes do not suffice; those of `work`.
    pub async fn answer_visitor(
        &self,
        visitor: Visitor,
        needs: Needs,
        mut work: impl FnMut(&mut AnyConnection, &Owner) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let Visitor { caller, client, operation, detail } = visitor;
        let subject = Subject { client, needs, operation, detail };
        self.visit(caller, subject, move |connection, Admission { coach, .. }| work(connection, &coach)).await
    }

    /// Changes what lies between a coach and a client, in one transaction, under an idempotency key.
    ///
    /// # Errors
    /// As [`DataAccess::answer_visitor`] and [`DataAccess::write_along`]; those of `work`.
    pub async fn write_visitor(
        &self,
        visitor: Visitor,
        needs: Needs,
        key: IdempotencyKey,
        body: Vec<u8>,
        mut work: impl FnMut(&mut AnyConnection, &Pair) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let Visitor { caller, client, .. } = visitor;
        let decide = move |connection: &mut AnyConnection, coach: &Owner| {
            grants::decide(connection, coach.user, client, needs, coach.now)
        };
        // An earlier answer is given again to nobody with whom nothing is shared any more.
        self.read(caller, decide).await?;
        self.write_along(
            caller,
            key,
            body,
            move |_, _| Ok(vec![client]),
            move |connection, coach| {
                let sight = decide(connection, coach)?;
                let client = Owner::along(connection, client, coach.now)?.ok_or_else(Problem::not_found)?;
                work(connection, &Pair { coach: coach.clone(), client, scopes: sight.scopes })
            },
        )
        .await
    }
}
