//! How values are stored on either engine.

use std::io::Write;

use chrono::NaiveDateTime;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Binary, HasSqlType, Text, Timestamptz};
use diesel::sqlite::Sqlite;

use super::connection::MultiBackend;
use crate::platform::sql_types::{SqlJson, SqlTimestamp, SqlUuid};
use crate::platform::time::{DayStart, Timestamp, Zone};

/// A JSON document as text. PostgreSQL keeps its meaning, not its white space or the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlJson)]
pub struct JsonText(pub String);

impl JsonText {
    /// `value` written as JSON.
    ///
    /// # Errors
    /// When a map in it has keys that are not strings.
    pub fn of<T: serde::Serialize>(value: &T) -> serde_json::Result<Self> {
        serde_json::to_string(value).map(Self)
    }

    /// The document read as a `T`.
    ///
    /// # Errors
    /// When it does not decode as one.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.0)
    }
}

/// A SQL type of this module on the connection that is either engine.
macro_rules! on_either_engine {
    ($sql:ident: $($rust:ty),*) => {
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                MultiBackend::lookup_sql_type::<$sql>(lookup)
            }
        }
        $($crate::platform::db::types::value_on_either_engine!($sql: $rust);)*
    };
}

/// A Rust value of such a type on the connection that is either engine.
macro_rules! value_on_either_engine {
    ($sql:ident: $rust:ty) => {
        impl diesel::deserialize::FromSql<$sql, $crate::platform::db::MultiBackend> for $rust {
            fn from_sql(
                raw: <$crate::platform::db::MultiBackend as diesel::backend::Backend>::RawValue<'_>,
            ) -> diesel::deserialize::Result<Self> {
                raw.from_sql::<Self, $sql>()
            }
        }

        impl diesel::serialize::ToSql<$sql, $crate::platform::db::MultiBackend> for $rust {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, $crate::platform::db::MultiBackend>,
            ) -> diesel::serialize::Result {
                out.set_value(($sql, self));
                Ok(diesel::serialize::IsNull::No)
            }
        }
    };
}
pub(crate) use value_on_either_engine;

/// A Rust value that is stored as the text it displays as and is parsed from.
macro_rules! stored_as_text {
    ($rust:ty) => {
        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::{FromSql, Result as Read};
            use diesel::pg::Pg;
            use diesel::serialize::{IsNull, Output, Result as Written, ToSql};
            use diesel::sql_types::Text;
            use diesel::sqlite::Sqlite;

            impl FromSql<Text, Pg> for $rust {
                fn from_sql(raw: <Pg as Backend>::RawValue<'_>) -> Read<Self> {
                    Ok(<String as FromSql<Text, Pg>>::from_sql(raw)?.parse()?)
                }
            }
            impl FromSql<Text, Sqlite> for $rust {
                fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> Read<Self> {
                    Ok(<String as FromSql<Text, Sqlite>>::from_sql(raw)?.parse()?)
                }
            }
            impl ToSql<Text, Pg> for $rust {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
                    <str as ToSql<Text, Pg>>::to_sql(&self.to_string(), &mut out.reborrow())
                }
            }
            impl ToSql<Text, Sqlite> for $rust {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> Written {
                    out.set_value(self.to_string());
                    Ok(IsNull::No)
                }
            }
    $crate::platform::db::types::value_on_either_engine!(Text: $rust);
        };
    };
}

stored_as_text!(Zone);
stored_as_text!(DayStart);
on_either_engine!(SqlTimestamp: Timestamp);
on_either_engine!(SqlJson: JsonText);
on_either_engine!(SqlUuid:);

impl FromSql<SqlTimestamp, Pg> for Timestamp {
    fn from_sql(raw: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let utc = <NaiveDateTime as FromSql<Timestamptz, Pg>>::from_sql(raw)?;
        Ok(Self::from(utc.and_utc()))
    }
}

impl ToSql<SqlTimestamp, Pg> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <NaiveDateTime as ToSql<Timestamptz, Pg>>::to_sql(&self.naive_utc(), &mut out.reborrow())
    }
}

impl FromSql<SqlTimestamp, Sqlite> for Timestamp {
    fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(raw)?;
        Ok(text.parse()?)
    }
}

impl ToSql<SqlTimestamp, Sqlite> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_text());
        Ok(IsNull::No)
    }
}

/// The version byte before every `jsonb` on the wire.
const JSONB_VERSION: u8 = 1;

impl FromSql<SqlJson, Pg> for JsonText {
    fn from_sql(raw: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        match raw.as_bytes() {
            [JSONB_VERSION, text @ ..] => Ok(Self(std::str::from_utf8(text)?.to_owned())),
            _ => Err("a jsonb of an unknown version".into()),
        }
    }
}

impl ToSql<SqlJson, Pg> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[JSONB_VERSION])?;
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<SqlJson, Sqlite> for JsonText {
    fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <String as FromSql<Text, Sqlite>>::from_sql(raw).map(Self)
    }
}

impl ToSql<SqlJson, Sqlite> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        <str as ToSql<Text, Sqlite>>::to_sql(&self.0, out)
    }
}

/// Sixteen bytes on PostgreSQL's wire, for the identifiers made by [`crate::platform::ids::id_type`].
pub(crate) fn uuid_from_pg(raw: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<uuid::Uuid> {
    Ok(uuid::Uuid::from_slice(raw.as_bytes())?)
}

/// The same from SQLite's BLOB.
pub(crate) fn uuid_from_sqlite(mut raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<uuid::Uuid> {
    Ok(uuid::Uuid::from_slice(raw.read_blob())?)
}

/// Writes sixteen bytes to PostgreSQL.
pub(crate) fn uuid_to_pg(id: &uuid::Uuid, out: &mut Output<'_, '_, Pg>) -> serialize::Result {
    out.write_all(id.as_bytes())?;
    Ok(IsNull::No)
}

/// Hands sixteen bytes to SQLite.
pub(crate) fn uuid_to_sqlite<'b>(id: &'b uuid::Uuid, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
    <[u8] as ToSql<Binary, Sqlite>>::to_sql(id.as_bytes().as_slice(), out)
}
