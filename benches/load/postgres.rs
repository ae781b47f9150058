use birddog::platform::db::{AnyConnection, Durability, Location, connect};
use diesel::prelude::*;

/// A database of a bench's own, dropped with it.
pub struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    /// A new one on the server of this URL, which names a database to connect to.
    pub fn create(server: &str, name: &str) -> Self {
        let database = Self { server: server.to_owned(), name: name.to_owned() };
        database.run(&format!("CREATE DATABASE {name} TEMPLATE template0"));
        database
    }

    /// The server's URL with the name of this database.
    pub fn url(&self) -> String {
        let (address, options) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let (host, _) = address.rsplit_once('/').expect("a database in the URL");
        format!("{host}/{}?{options}", self.name)
    }

    fn run(&self, sql: &str) {
        let server: Location = self.server.parse().expect("a PostgreSQL URL");
        let mut connection: AnyConnection = connect(&server, Durability::Full).expect("the server answers");
        diesel::sql_query(sql).execute(&mut connection).unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        self.run(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}
