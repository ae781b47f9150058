//! Which tables of one person a statement touches without naming the person.

use std::collections::BTreeSet;

use super::{OF_EVERYBODY, distribution_column};

/// A word, a quoted name or a sign of a statement.
fn tokens(sql: &str) -> Vec<String> {
    let (mut tokens, mut rest) = (Vec::new(), sql);
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' | '`' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ if first.is_alphanumeric() || "_$?".contains(first) => {
                rest.find(|next: char| !next.is_alphanumeric() && !"_$?".contains(next)).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let token = rest[..end].trim_matches(['"', '`']);
        if !token.trim().is_empty() {
            tokens.push(token.to_owned());
        }
        rest = &rest[end..];
    }
    tokens
}

/// A table or alias, and a column of it.
type Column<'a> = (&'a str, &'a str);

/// The tokens of a statement, with a look at each place that is empty behind the end.
struct Statement(Vec<String>);

impl Statement {
    fn at(&self, place: usize) -> &str {
        self.0.get(place).map_or("", String::as_str)
    }

    fn is(&self, place: usize, word: &str) -> bool {
        self.at(place).eq_ignore_ascii_case(word)
    }

    /// `table.column` at a place.
    fn column(&self, place: usize) -> Option<Column<'_>> {
        let is_name = |name: &str| name.starts_with(|first: char| first.is_alphabetic() || first == '_');
        let qualified = self.is(place + 1, ".") && is_name(self.at(place)) && is_name(self.at(place + 2));
        qualified.then(|| (self.at(place), self.at(place + 2)))
    }

    /// The tables that are read or changed, each with the name it has there.
    fn references(&self) -> Vec<(&str, &str)> {
        let mut found = Vec::new();
        for place in 0..self.0.len() {
            let is_lock = self.is(place, "UPDATE") && place > 0 && self.is(place - 1, "FOR");
            let names_a_table = ["FROM", "JOIN", "UPDATE"].iter().any(|word| self.is(place, word)) && !is_lock;
            if !names_a_table {
                continue;
            }
            let table = (place + 1..self.0.len()).find(|place| !self.is(*place, "(")).unwrap_or(place);
            if self.is(table, "SELECT") {
                continue;
            }
            let alias = if self.is(table + 1, "AS") { table + 2 } else { table };
            found.push((self.at(table), self.at(alias)));
        }
        found
    }

    /// The tables that rows are inserted into, each with the columns.
    fn inserts(&self) -> Vec<(&str, BTreeSet<&str>)> {
        let into = (0..self.0.len()).filter(|place| self.is(*place, "INTO"));
        let columns =
            |table: usize| (table + 2..).map(|place| self.at(place)).take_while(|word| ![")", ""].contains(word));
        into.map(|place| (self.at(place + 1), columns(place + 1).collect())).collect()
    }

    /// The columns that must have a given value, and those that must be equal. A condition next to an OR is none of them.
    fn equalities(&self) -> (BTreeSet<Column<'_>>, Vec<[Column<'_>; 2]>) {
        let (mut given, mut equal) = (BTreeSet::new(), Vec::new());
        for place in 0..self.0.len() {
            let Some(column) = self.column(place) else { continue };
            let (is_list, is_equal) = (self.is(place + 3, "IN"), self.is(place + 3, "="));
            let before = (0..place).rev().find(|place| !self.is(*place, "("));
            if !(is_list || is_equal) || before.is_some_and(|before| self.is(before, "OR")) {
                continue;
            }
            let other = self.column(place + 4).filter(|_| is_equal);
            let after = place + if other.is_some() { 7 } else { 5 };
            if (after..self.0.len()).find(|place| !self.is(*place, ")")).is_some_and(|next| self.is(next, "OR")) {
                continue;
            }
            let is_value = self.at(place + 4).starts_with(['$', '?']) || self.is(place + 4, "ANY") || is_list;
            match other {
                Some(other) => equal.push([column, other]),
                None if is_value => _ = given.insert(column),
                None => {}
            }
        }
        (given, equal)
    }
}

/// The tables of one person that the statement reads or changes without saying whose rows, in the order of their places.
pub(super) fn without_the_person(sql: &str) -> Vec<String> {
    let statement = Statement(tokens(sql));
    let (mut given, equal) = statement.equalities();
    loop {
        let before = given.len();
        for [one, other] in &equal {
            if given.contains(one) || given.contains(other) {
                given.extend([*one, *other]);
            }
        }
        if given.len() == before {
            break;
        }
    }
    let tables = birddog::platform::db::copy::tables();
    let of_one = |table: &str| tables.contains(&table) && !OF_EVERYBODY.contains(&table);
    let read = statement
        .references()
        .into_iter()
        .filter(|(table, alias)| of_one(table) && !given.contains(&(*alias, distribution_column(table))));
    let written = statement.inserts().into_iter();
    let written = written.filter(|(table, columns)| of_one(table) && !columns.contains(distribution_column(table)));
    read.map(|(table, _)| table.to_owned()).chain(written.map(|(table, _)| table.to_owned())).collect()
}

#[test]
fn what_names_the_person_passes() {
    for sql in [
        r#"SELECT "records"."id" FROM "records" WHERE (("records"."user_id" = $1) AND ("records"."rev" > $2)) LIMIT $3"#,
        r#"WITH first AS (UPDATE "users" SET "rev" = $1 WHERE ("users"."id" = $2)) INSERT INTO "records" ("user_id", "id") VALUES ($3, $4)"#,
        r#"SELECT 1 FROM ("devices" INNER JOIN "users" ON ("devices"."user_id" = "users"."id")) WHERE ("devices"."user_id" = $1) FOR UPDATE"#,
        r#"SELECT 1 FROM "pain_days" AS "later" WHERE ("later"."user_id" = ANY($1))"#,
        "SELECT 1 FROM `pain_days` WHERE (`pain_days`.`user_id` IN (?, ?))",
        r#"DELETE FROM "grants" WHERE (("grants"."user_id" = $1) OR ("grants"."client_id" = $2))"#,
        "SELECT 1",
    ] {
        assert_eq!(without_the_person(sql), Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn what_does_not_is_found() {
    for (sql, table) in [
        (r#"SELECT "users"."id" FROM "users" WHERE ("users"."email" = $1)"#, "users"),
        (r#"SELECT 1 FROM "records" WHERE ("records"."rev" > $2)"#, "records"),
        (r#"SELECT 1 FROM "records" WHERE (("records"."user_id" = $1) OR ("records"."rev" > $2))"#, "records"),
        (r#"SELECT 1 FROM "records" WHERE ("records"."user_id" > $1)"#, "records"),
        (r#"UPDATE "devices" SET "name" = $1 WHERE ("devices"."id" = $2)"#, "devices"),
        (r#"DELETE FROM "idempotency_keys" WHERE ("idempotency_keys"."created_at" < $1)"#, "idempotency_keys"),
        (r#"INSERT INTO "records" ("id", "rev") VALUES ($1, $2)"#, "records"),
        (
            r#"SELECT 1 FROM ("grants" INNER JOIN "users" ON ("users"."id" = "grants"."client_id")) WHERE ("grants"."user_id" = $1)"#,
            "users",
        ),
        (
            r#"SELECT 1 FROM "pain_days" WHERE ("pain_days"."user_id" = $1) AND EXISTS (SELECT 1 FROM "pain_days" AS "later" WHERE ("later"."local_date" > $2))"#,
            "pain_days",
        ),
        ("SELECT 1 FROM `records` WHERE (`records`.`user_id` = `records`.`id`)", "records"),
    ] {
        assert_eq!(without_the_person(sql), [table], "{sql}");
    }
}
