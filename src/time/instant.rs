use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Duration, NaiveDateTime, SecondsFormat, TimeZone, Utc};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

use crate::db::types::SqlInstant;
use crate::input::parsed_text;

/// A moment in UTC, cut to whole milliseconds: the one precision that both engines, JSON and clients keep alike.
///
/// Text form: RFC 3339. Any offset is read, `2026-11-23T16:54:00.000Z` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = SqlInstant)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// The instant `milliseconds` after 1970-01-01T00:00Z; `None` outside the years 1900 to 9999.
    #[must_use]
    pub fn from_millis(milliseconds: i64) -> Option<Self> {
        let utc = Utc.timestamp_millis_opt(milliseconds).single()?;
        (1900..=9999).contains(&utc.year()).then_some(Self(utc))
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// Whole seconds since 1970-01-01T00:00Z, rounded down.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// This instant in UTC.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// This instant moved by `by`, held at the ends of what can be told.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        self.0.checked_add_signed(by).map_or(self, Self)
    }

    /// The time from `earlier` to this instant; negative when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }

    /// The fixed-width text `2026-11-23T16:54:00.000Z`, whose order is the order of time.
    #[must_use]
    pub fn to_text(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The wall clock in UTC, as PostgreSQL's client library takes it.
    pub(crate) fn naive_utc(self) -> NaiveDateTime {
        self.0.naive_utc()
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(utc: DateTime<Utc>) -> Self {
        Self(Utc.timestamp_millis_opt(utc.timestamp_millis()).single().unwrap_or(utc))
    }
}

impl FromStr for Instant {
    type Err = Cow<'static, str>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = DateTime::parse_from_rfc3339(text)
            .map_err(|_| "must be an RFC 3339 instant with an offset, like 2026-11-23T18:54:00+02:00")?;
        Self::from_millis(read.timestamp_millis()).ok_or(Cow::Borrowed("must lie between the years 1900 and 9999"))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.to_text())
    }
}

parsed_text!(Instant, "instant");

impl utoipa::__dev::ComposeSchema for Instant {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("A moment, RFC 3339, in the years 1900 to 9999; kept in UTC, to the millisecond"))
            .examples(["2026-11-23T16:54:00.000Z"])
            .into()
    }
}
