use deserr::Deserr;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use uuid::Uuid;

use crate::platform::http::ORDINARY;
use crate::platform::input::{BoundedString, FieldErrors, List, decode, parsed_text};

/// Ops in one request.
pub(super) const MAX_OPS: usize = 500;

/// What a device did while nobody looked.
#[derive(Deserr)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub(super) struct Push {
    /// In the order in which they were done. Read one by one: one that can't be read is no reason to refuse the others.
    pub(super) ops: List<Value, MAX_OPS>,
}

/// What a device did while nobody looked, in the order in which it was done.
#[derive(ToSchema)]
#[schema(as = SyncPush)]
#[allow(dead_code, reason = "describes what `Push` and `Op` read")]
pub struct PushSchema {
    /// At most 500.
    #[schema(max_items = 500)]
    ops: Vec<Op>,
}

/// What an op does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserr, ToSchema)]
#[deserr(error = FieldErrors, rename_all = lowercase)]
#[schema(as = SyncAction, rename_all = "lowercase")]
pub enum Action {
    /// Create or replace the record.
    Put,
    /// Delete the record.
    Delete,
}

/// How a person has decided a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserr, ToSchema)]
#[deserr(error = FieldErrors, rename_all = lowercase)]
#[schema(as = SyncResolution, rename_all = "lowercase")]
pub enum Resolution {
    /// This version counts, whatever the service has.
    Mine,
}

/// One change that a device made.
#[derive(Debug, Clone, PartialEq, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schema(as = SyncOp)]
#[expect(clippy::struct_field_names, reason = "the op's id beside the record's")]
pub struct Op {
    /// Made by the device, once for each change; the same when the op is sent again.
    #[schema(value_type = uuid::Uuid)]
    pub(super) op_id: OpId,
    /// The collection's name in addresses, like `pain-scores`.
    #[schema(value_type = String, max_length = 40)]
    pub(super) collection: BoundedString<1, 40>,
    /// The record's id as in its address: a UUID, or the date of a day mark.
    #[schema(value_type = String, max_length = 40)]
    pub(super) id: BoundedString<1, 40>,
    /// What was done.
    pub(super) action: Action,
    /// The record's `rev` when the device changed it; left out for a new record.
    #[deserr(default)]
    #[schema(value_type = Option<i64>, minimum = 1, nullable = false)]
    pub(super) base_rev: Option<u64>,
    /// The whole record as PUT takes it, at most 64 KiB; for a deletion left out.
    #[deserr(default)]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub(super) record: Option<Value>,
    /// Said when the person has seen the conflict and decided.
    #[deserr(default)]
    #[schema(nullable = false)]
    pub(super) resolution: Option<Resolution>,
}

/// An op as it came: its id as far as it can be read, and the op or what is wrong with it.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) op_id: Option<String>,
    pub(super) op: Result<Op, FieldErrors>,
}

impl Received {
    /// Reads one op.
    pub(super) fn read(value: &Value) -> Self {
        let op_id = value.get("op_id").and_then(Value::as_str).map(|text| text.chars().take(64).collect());
        Self { op_id, op: decode::<Op>(value.clone()).and_then(Op::checked) }
    }
}

impl Op {
    fn checked(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::none();
        match (self.action, &self.record) {
            (Action::Put, None) => errors.add("/record", "missing", "is required"),
            (Action::Delete, Some(_)) => errors.add("/record", "not_allowed", "must be left out of a deletion"),
            (Action::Put, Some(record)) if record.to_string().len() > ORDINARY => {
                errors.add("/record", "too_large", format!("must have at most {ORDINARY} bytes"));
            }
            _ => {}
        }
        errors.or(self)
    }
}

/// The id of an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpId(Uuid);

impl std::str::FromStr for OpId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
        id.map(Self).ok_or("must be a UUID in its usual form of 36 characters")
    }
}

impl std::fmt::Display for OpId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

parsed_text!(OpId, "op_id");

impl utoipa::__dev::ComposeSchema for OpId {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
        ObjectBuilder::new().schema_type(Type::String).format(Some(uuid)).into()
    }
}
