use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::core::access::{Caller, DataAccess};
use crate::core::problems::ProblemSchema;
use crate::features::sync::op::{Push, PushSchema, Received};
use crate::features::sync::push::{Outcome, Status, push as push_one};
use crate::platform::http::problem::ProblemBody;
use crate::platform::http::{Answer, IdempotencyKey, JsonBody, Problem};
use crate::platform::input::decode;

/// The largest batch, in bytes.
const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

/// Ops in one transaction. They take a few milliseconds, which others can wait for.
const BATCH_SIZE: usize = 50;

/// What came of each op.
#[derive(Serialize, ToSchema)]
#[schema(as = SyncResults)]
pub struct Results<'a> {
    /// In the order of the ops.
    results: Vec<OpResult<'a>>,
}

/// What came of an op.
#[derive(Serialize, ToSchema)]
#[schema(as = SyncResult)]
pub struct OpResult<'a> {
    /// The op's id; null when it can't be read.
    #[schema(required = true)]
    op_id: Option<&'a str>,
    /// What came of it.
    status: Status,
    /// The rev of the record now, or of its deletion; left out when there never was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, nullable = false)]
    rev: Option<i64>,
    /// The record as the service has it now, whatever came of the op; null when there is none. Left out when an op was
    /// rejected for a record that there never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, required = false)]
    record: Option<&'a RawValue>,
    /// Why the op was rejected. Pointers lead into the op.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ProblemSchema>, nullable = false)]
    problem: Option<ProblemBody<'a>>,
}

impl<'a> OpResult<'a> {
    fn of((outcome, problem): &'a (Outcome, Option<Problem>)) -> Self {
        let Outcome { op_id, status, rev, record, .. } = outcome;
        Self {
            op_id: op_id.as_deref(),
            status: *status,
            rev: *rev,
            record: (problem.is_none() || rev.is_some()).then(|| record.as_deref().unwrap_or(RawValue::NULL)),
            problem: problem.as_ref().map(Problem::body),
        }
    }
}

/// Send what was done offline
///
/// The ops are done one after the other. `applied`: done. `duplicate`: the service has just this already. `conflict`: the
/// record has changed since `base_rev` into something else, or was seen before and no `base_rev` was given; the service's
/// version comes back and stays, until the op is sent again with its rev, or with `resolution` when the person has decided.
/// `rejected`: it can't be done, and why, with what the service has; the other ops are done all the same.
///
/// The same ops again are `duplicate`. An op with `resolution` is done once: when it comes again within seven days, it
/// changes nothing, whatever the record has become. A large batch is done in steps; when one of them fails, those before it
/// stay.
#[utoipa::path(tag = "sync", operation_id = "push_changes", security(("bearer" = [])),
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body(content = PushSchema, description = "At most 500 ops and 4 MiB"),
    responses((status = 200, description = "What came of each op", body = Results<'_>)))]
#[post("/sync")]
pub async fn push(
    access: Data<DataAccess>,
    caller: Caller,
    key: IdempotencyKey,
    JsonBody(body): JsonBody<MAX_BODY_BYTES>,
) -> Result<Answer, Problem> {
    let fingerprint = serde_json::to_vec(&body)?;
    let Push { ops } = decode(body)?;
    let ops: Arc<[Received]> = ops.iter().map(Received::read).collect();
    let work = async {
        let mut outcomes = Vec::with_capacity(ops.len());
        for start in (0..ops.len()).step_by(BATCH_SIZE) {
            let ops = Arc::clone(&ops);
            let chunk = access.write(caller, move |tx| {
                let chunk = ops.get(start..ops.len().min(start + BATCH_SIZE)).unwrap_or_default();
                Ok(chunk.iter().map(|op| push_one(tx, op)).collect::<Result<Vec<_>, _>>()?)
            });
            outcomes.extend(chunk.await?.into_iter().map(|mut outcome| {
                let problem = outcome.error.take().map(Problem::from);
                (outcome, problem)
            }));
        }
        Answer::json(&Results { results: outcomes.iter().map(OpResult::of).collect() })
    };
    access.write_steps_idempotent(caller, key, fingerprint, work).await
}
