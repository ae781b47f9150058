use std::fmt;
use std::str::FromStr;

use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use uuid::Uuid;

use crate::platform::ids::UserId;
use crate::platform::input::parsed_text;

/// The id of another person in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonId(pub UserId);

impl FromStr for PersonId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
        id.map(|id| Self(UserId(id))).ok_or("must be a UUID")
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

parsed_text!(PersonId, "id");

impl utoipa::__dev::ComposeSchema for PersonId {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
        ObjectBuilder::new().schema_type(Type::String).format(Some(uuid)).into()
    }
}
