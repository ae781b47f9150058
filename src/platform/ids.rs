//! Identifiers, one type each, so that a device's can't be handed where a user's is meant.

/// Makes a UUID newtype that both engines store and JSON carries as text.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = crate::platform::sql_types::SqlUuid)]
        #[serde(transparent)]
        #[schema(value_type = uuid::Uuid)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A new one (UUIDv7: later ones sort after earlier ones, which keeps indexes append-only) made at `now`.
            #[must_use]
            pub fn new(now: $crate::platform::time::Timestamp) -> Self {
                Self($crate::platform::ids::uuid_v7(now))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }

        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::{FromSql, Result as Read};
            use diesel::pg::Pg;
            use diesel::serialize::{Output, Result as Written, ToSql};
            use diesel::sqlite::Sqlite;

            use $crate::platform::db::types::{self, value_on_either_engine};
            use $crate::platform::sql_types::SqlUuid;

            impl FromSql<SqlUuid, Pg> for $name {
                fn from_sql(raw: <Pg as Backend>::RawValue<'_>) -> Read<Self> {
                    types::uuid_from_pg(raw).map(Self)
                }
            }
            impl FromSql<SqlUuid, Sqlite> for $name {
                fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> Read<Self> {
                    types::uuid_from_sqlite(raw).map(Self)
                }
            }
            impl ToSql<SqlUuid, Pg> for $name {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
                    types::uuid_to_pg(&self.0, out)
                }
            }
            impl ToSql<SqlUuid, Sqlite> for $name {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> Written {
                    types::uuid_to_sqlite(&self.0, out)
                }
            }
            value_on_either_engine!(SqlUuid: $name);
        };
    };
}

id_type!(
    /// A person with an account.
    UserId
);
id_type!(
    /// A device that a person signed in on; its sign-in session has the same identifier.
    DeviceId
);
id_type!(
    /// A record within its owner's collection. Two people may use the same one.
    RecordId
);
id_type!(
    /// What names a row of an imported file, or its series, whatever else the row says; made of it, by its owner.
    ImportKey
);
id_type!(
    /// A history that an owner's revs count in: a database that is put back to an earlier state goes on in another one.
    HistoryId
);

id_type!(
    /// A look at somebody's data by one of their coaches.
    VisitId
);

/// A UUIDv7 for `now`, its remaining bits random.
pub(crate) fn uuid_v7(now: crate::platform::time::Timestamp) -> uuid::Uuid {
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    let random = uuid::Uuid::new_v4().into_bytes();
    let mut tail = [0; 10];
    tail.copy_from_slice(&random[..10]);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::time::Timestamp;

    #[test]
    fn identifiers_made_later_sort_later() {
        let at = |millis| UserId::new(Timestamp::from_millis(millis).unwrap());
        assert!(at(1_000) < at(1_001));
        assert_ne!(at(1_000), at(1_000));
        assert_eq!(at(1_000).0.get_version_num(), 7);
    }
}
