//! The tables, once for both engines. `migrations/sqlite` and `migrations/postgres` make them.
#![allow(missing_docs, clippy::wildcard_imports)]

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    users (id) {
        id -> SqlUuid,
        email -> Text,
        display_name -> Text,
        password_hash -> Text,
        time_zone -> Text,
        day_starts_at -> Text,
        streak_freezes -> Bool,
        rev -> BigInt,
        created_at -> SqlTimestamp,
        updated_at -> SqlTimestamp,
        history -> SqlUuid,
        coach_profile -> Nullable<SqlJson>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    devices (user_id, id) {
        user_id -> SqlUuid,
        id -> SqlUuid,
        name -> Text,
        created_at -> SqlTimestamp,
        auth_time -> SqlTimestamp,
        generation -> Integer,
        rotated_at -> SqlTimestamp,
        generation_used_at -> Nullable<SqlTimestamp>,
        revoked_at -> Nullable<SqlTimestamp>,
        revoked_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    records (user_id, collection, id) {
        user_id -> SqlUuid,
        collection -> SmallInt,
        id -> SqlUuid,
        rev -> BigInt,
        created_at -> Nullable<SqlTimestamp>,
        updated_at -> Nullable<SqlTimestamp>,
        local_date -> Nullable<Date>,
        at -> Nullable<SqlTimestamp>,
        body -> Nullable<SqlJson>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    training_days (user_id, local_date) {
        user_id -> SqlUuid,
        local_date -> Date,
        seconds -> BigInt,
        sessions -> Integer,
        mark -> Nullable<Text>,
        sets -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    pain_days (user_id, local_date, region) {
        user_id -> SqlUuid,
        local_date -> Date,
        region -> Text,
        counts -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    progress_checkpoints (user_id, through) {
        user_id -> SqlUuid,
        through -> Date,
        state -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    idempotency_keys (user_id, path, key) {
        user_id -> SqlUuid,
        path -> Text,
        key -> Text,
        body_hash -> Binary,
        answer -> SqlJson,
        created_at -> SqlTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    health_profiles (user_id) {
        user_id -> SqlUuid,
        rev -> BigInt,
        updated_at -> SqlTimestamp,
        body -> SqlJson,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    grants (user_id, client_id, share_id) {
        user_id -> SqlUuid,
        client_id -> SqlUuid,
        share_id -> SqlUuid,
        scopes -> Integer,
        expires_at -> Nullable<SqlTimestamp>,
        created_at -> SqlTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    share_codes (code_hash) {
        user_id -> SqlUuid,
        code_hash -> Binary,
        share_id -> SqlUuid,
        valid_until -> SqlTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    access_log (user_id, at, id) {
        user_id -> SqlUuid,
        at -> SqlTimestamp,
        id -> SqlUuid,
        coach_id -> SqlUuid,
        coach_name -> Text,
        share_id -> SqlUuid,
        operation -> Text,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::sql_types::*;

    imported_rows (user_id, key, nth) {
        user_id -> SqlUuid,
        key -> SqlUuid,
        nth -> SmallInt,
        collection -> SmallInt,
        record_id -> SqlUuid,
        series -> SqlUuid,
        day -> Date,
        measure -> Text,
        digest -> Binary,
        rev -> BigInt,
    }
}

diesel::joinable!(devices -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(
    users,
    devices,
    records,
    training_days,
    pain_days,
    progress_checkpoints,
    idempotency_keys,
    health_profiles,
    grants,
    share_codes,
    access_log,
    imported_rows,
);
