use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

use crate::platform::input::parsed_text;

/// An IANA time zone by name, like `Europe/Berlin`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct Zone(Tz);

impl Zone {
    /// UTC.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone's rules.
    #[must_use]
    pub fn tz(self) -> Tz {
        self.0
    }
}

impl FromStr for Zone {
    type Err = Cow<'static, str>;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        name.parse().map(Self).map_err(|_| "must be an IANA time zone, like Europe/Berlin".into())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0.name())
    }
}

parsed_text!(Zone, "time_zone");
impl utoipa::__dev::ComposeSchema for Zone {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("iana-time-zone".to_owned())))
            .description(Some("An IANA time zone by name"))
            .examples(["Europe/Berlin"])
            .into()
    }
}
