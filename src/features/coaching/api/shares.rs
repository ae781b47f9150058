use actix_web::web::{Data, Path};
use actix_web::{delete, get, post};
use deserr::Deserr;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::core::access::{Caller, DataAccess, Scope};
use crate::core::records::{Record, Shown, Stored, store};
use crate::core::tx::Tx;
use crate::features::coaching::consent::{self, ConsentText};
use crate::features::coaching::person_id::PersonId;
use crate::features::coaching::problems::CODE_UNKNOWN;
use crate::features::coaching::sharing::{self, Offer};
use crate::features::coaching::{RateLimiter, Share};
use crate::platform::http::{Answer, IdempotencyKey, JsonBody, Problem};
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedString, FieldErrors, List, decode};
use crate::platform::time::Timestamp;
use crate::platform::tokens::ShareCodes;

type ShownShare = Shown<Share>;

/// What to share.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct NewShare {
    /// What the coach will see; at least one.
    #[schema(value_type = Vec<Scope>, min_items = 1, max_items = 5)]
    scopes: List<Scope, 5>,
    /// What to call it, for oneself.
    #[deserr(default)]
    label: Option<BoundedString<1, 80>>,
    /// When it ends by itself.
    #[deserr(default)]
    expires_at: Option<Timestamp>,
    /// The only coach who can use the code, by the id they gave you; anybody who has the code when left out.
    #[deserr(default)]
    #[schema(value_type = Option<Uuid>)]
    coach_id: Option<PersonId>,
    /// The version of the text that the person was shown and agreed to; the one in force when left out.
    #[deserr(default)]
    #[schema(value_type = Option<u32>)]
    consent_version: Option<u32>,
}

/// A share that has just been given.
#[derive(Serialize, ToSchema)]
pub struct GivenShare {
    #[serde(flatten)]
    #[schema(value_type = ShownShare)]
    share: Value,
    /// To be handed to the coach. It works once, and is shown nowhere else.
    #[schema(example = "7K2M-9QXT-4HBD-0ZRW")]
    code: String,
}

/// A code to take a share up with.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Redemption {
    /// The code. Small letters, dashes and spaces make no difference.
    #[schema(value_type = String, min_length = 1, max_length = 40)]
    code: BoundedString<1, 40>,
}

/// What sharing means
///
/// The text that a person agrees to when they share, what each scope opens, and what no coach ever sees.
#[utoipa::path(tag = "reference", responses((status = 200, description = "The text in force", body = ConsentText)))]
#[get("/consent-text")]
pub async fn consent_text() -> Result<Answer, Problem> {
    Answer::json(&ConsentText::current())
}

/// Share with a coach
///
/// Makes a code for a coach, good for seven days. Nothing is shared until they use it.
#[utoipa::path(tag = "shares", operation_id = "create_share", security(("bearer" = [])), request_body = NewShare,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, description = "Waiting for the coach", body = GivenShare, headers(("ETag" = String)))))]
#[post("/shares")]
pub async fn create(
    access: Data<DataAccess>,
    codes: Data<ShareCodes>,
    caller: Caller,
    key: IdempotencyKey,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    let bytes = serde_json::to_vec(&body)?;
    let new: NewShare = decode(body)?;
    let offer = new.offer()?;
    let made_with = codes.clone();
    let answer = access.write_idempotent(caller, key, bytes, move |tx| {
        let given = sharing::give(tx, &offer, &made_with)?;
        Ok(shown(&given).with_status(201).with_location(format!("/v1/shares/{}", given.id)))
    });
    // After what is kept with the key, which must not hold the code.
    answer.await?.map_json(|share| {
        let id = share["id"].as_str().and_then(|id| Uuid::try_parse(id).ok()).unwrap_or_default();
        let code = codes.code(caller.user(), RecordId(id));
        serde_json::to_value(GivenShare { share, code }).unwrap_or_default()
    })
}

/// Take a share up
///
/// By the coach, with the code that the client gave them. From here on they see what the share opens.
#[utoipa::path(tag = "clients", operation_id = "redeem_share", security(("bearer" = [])), request_body = Redemption,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 200, description = "The share as the coach sees it", body = ShownShare, headers(("ETag" = String))),
        (status = 404, description = "`code_unknown`"),
        (status = 429, description = "`too_many_tries`"),
    ))]
#[post("/shares/redeem")]
pub async fn redeem(
    access: Data<DataAccess>,
    tries: Data<RateLimiter>,
    caller: Caller,
    key: IdempotencyKey,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    let bytes = serde_json::to_vec(&body)?;
    let asked: Redemption = decode(body)?;
    tries.check(caller.user(), access.clock.now())?;
    let hash = ShareCodes::hash(&asked.code);
    let looked_up = hash.clone();
    let others = move |tx: &mut Tx<'_>| Ok(vec![sharing::client_of(tx, &looked_up)?]);
    let answer = access.write_shared(caller, key, bytes, others, move |tx| Ok(shown(&sharing::redeem(tx, &hash)?)));
    let answer = answer.await;
    if answer.as_ref().is_err_and(|problem| problem.kind() == CODE_UNKNOWN) {
        tries.note(caller.user(), access.clock.now());
    }
    answer
}

/// End a share
///
/// By either side. It takes effect on the coach's next request. One that has ended already, or never was, gets the same answer.
#[utoipa::path(tag = "shares", operation_id = "end_share", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The share")),
    responses((status = 204, description = "Ended")))]
#[delete("/shares/{id}")]
pub async fn end(access: Data<DataAccess>, caller: Caller, path: Path<String>) -> Result<Answer, Problem> {
    let id = Share::id_of(&path).ok_or_else(Problem::not_found)?;
    let others = move |tx: &mut Tx<'_>| {
        let stored = store::find::<Share>(tx, id)?;
        let share: Option<Share> = stored.map(|stored| stored.read()).transpose()?;
        Ok(share.and_then(|share| share.partner()).into_iter().collect())
    };
    access
        .write_shared(caller, IdempotencyKey::none(), Vec::new(), others, move |tx| {
            sharing::end(tx, id)?;
            Ok(Answer::no_content())
        })
        .await
}

impl NewShare {
    fn offer(self) -> Result<Offer, FieldErrors> {
        let mut errors = FieldErrors::none();
        if self.consent_version.is_some_and(|version| version != consent::VERSION) {
            let detail = format!("must be the version in force, {}; the text has changed", consent::VERSION);
            errors.add("/consent_version", "unknown_version", detail);
        }
        errors.or(Offer {
            scopes: self.scopes.iter().copied().collect(),
            label: self.label,
            expires_at: self.expires_at,
            coach_id: self.coach_id.map(|PersonId(id)| id),
        })
    }
}

fn shown(stored: &Stored) -> Answer {
    Answer::raw_json(200, stored.render::<Share>()).with_etag(stored.etag())
}
