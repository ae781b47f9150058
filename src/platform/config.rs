//! Settings: environment variables, or a TOML file of the same names. An unknown or wrong setting stops the start.

mod file;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::platform::db::{Durability, Location};
use crate::platform::http::cors;

/// The settings of a service, checked and with defaults filled in.
#[derive(Debug, Clone)]
pub struct Config {
    /// Origins whose pages may use the API from a browser, as browsers send them (`BIRDDOG_ALLOWED_ORIGINS`).
    pub allowed_origins: Vec<String>,
    /// Where to listen (`BIRDDOG_BIND`).
    pub bind: SocketAddr,
    /// Where the key file and, by default, the SQLite file are (`BIRDDOG_DATA_DIR`).
    pub data_dir: PathBuf,
    /// Where the data is (`DATABASE_URL`).
    pub database: Location,
    /// A streaming replica that takes reads (`DATABASE_READ_URL`), a PostgreSQL URL.
    pub replica: Option<String>,
    /// What an acknowledged write survives (`BIRDDOG_DURABILITY`).
    pub durability: Durability,
    /// The log filter, in the words of tracing's `EnvFilter` (`BIRDDOG_LOG`).
    pub log: String,
    /// The address that clients see; also the issuer of tokens (`BIRDDOG_PUBLIC_URL`).
    pub public_url: String,
    /// How often an event stream shows that it is alive. Not a setting for operators; tests shorten it.
    pub heartbeat: Heartbeat,
    /// What the hash of a password costs. Not a setting for operators, who could weaken it; tests use cheap hashes.
    pub password_cost: PasswordCost,
}

/// How often an event stream without news sends a comment, and how often its session is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heartbeat(pub Duration);

impl Default for Heartbeat {
    fn default() -> Self {
        Self(Duration::from_secs(20))
    }
}

/// The cost parameters of one Argon2id password hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory (iterations).
    pub passes: u32,
    /// Lanes that are filled in parallel.
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// The second of OWASP's recommended parameters for Argon2id.
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// A setting that can't be used; the text is one line for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadSetting(String);

/// The known settings, with what each is for.
pub const SETTINGS: [(&str, &str); 9] = [
    ("BIRDDOG_ALLOWED_ORIGINS", "origins whose pages may use the API from a browser, with commas between; none"),
    ("BIRDDOG_BIND", "address and port to listen on; 127.0.0.1:8080"),
    ("BIRDDOG_CONFIG", "a TOML file with settings of these names; the environment wins over it"),
    ("BIRDDOG_DATA_DIR", "folder of the key file and the SQLite file; ./data"),
    ("BIRDDOG_DURABILITY", "full: an answered write survives a power cut; normal: a crash; full"),
    ("BIRDDOG_LOG", "log filter, like info or birddog=debug; info"),
    ("BIRDDOG_PUBLIC_URL", "the address that clients see; http:// and the bind address"),
    ("DATABASE_READ_URL", "postgres://… of a streaming replica that takes reads; none"),
    ("DATABASE_URL", "postgres://… or sqlite:FILE; birddog.db in the data folder"),
];

impl Config {
    /// The path of the key file, which holds the service's secrets.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.data_dir.join("keys.json")
    }

    /// Reads the settings of this process.
    ///
    /// # Errors
    /// The first setting that is unknown or wrong.
    pub fn from_process() -> Result<Self, BadSetting> {
        let ours = |name: &str| name.starts_with("BIRDDOG_") || SETTINGS.iter().any(|(known, _)| *known == name);
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok().filter(|name| ours(name))?;
            Some((name.clone(), value.into_string().map_err(|_| BadSetting(format!("{name} is not Unicode")))))
        });
        let mut given = BTreeMap::new();
        for (name, value) in environment {
            given.insert(name, value?);
        }
        let file = match given.get("BIRDDOG_CONFIG") {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| BadSetting(format!("BIRDDOG_CONFIG: {path} cannot be read: {error}")))?,
            None => String::new(),
        };
        Self::from_parts(given, &file)
    }

    /// Reads settings from variables and the text of a TOML file. Variables take precedence.
    ///
    /// # Errors
    /// The first setting that is unknown or wrong.
    pub fn from_parts(variables: BTreeMap<String, String>, file: &str) -> Result<Self, BadSetting> {
        let mut lines = file::read(file).map_err(BadSetting)?;
        lines.retain(|name, _| !variables.contains_key(name));
        let place = |name: &str| {
            lines.get(name).map(|line| format!(" (line {} of the settings file)", line.number)).unwrap_or_default()
        };
        let mut given = variables;
        given.extend(lines.iter().map(|(name, line)| (name.clone(), line.value.clone())));
        if let Some(unknown) = given.keys().find(|name| SETTINGS.iter().all(|(known, _)| known != name)) {
            let known: Vec<_> = SETTINGS.iter().map(|(name, _)| *name).collect();
            let place = place(unknown);
            return Err(BadSetting(format!("{unknown}{place} is not a setting; known are {}", known.join(", "))));
        }
        let text = |name: &str, default: &str| given.get(name).map_or_else(|| default.to_owned(), Clone::clone);
        let bad = |name: &str, why: &str| {
            let value = given.get(name).map_or("", String::as_str);
            BadSetting(format!("{name}={value}{} {why}", place(name)))
        };

        let bind: SocketAddr = text("BIRDDOG_BIND", "127.0.0.1:8080")
            .parse()
            .map_err(|_| bad("BIRDDOG_BIND", "must be an address and port, like 127.0.0.1:8080"))?;
        let data_dir = PathBuf::from(text("BIRDDOG_DATA_DIR", "./data"));
        let database = match given.get("DATABASE_URL") {
            Some(url) => {
                url.parse().map_err(|why: String| BadSetting(format!("DATABASE_URL{} {why}", place("DATABASE_URL"))))?
            }
            None => Location::Sqlite(data_dir.join("birddog.db")),
        };
        let replica = match (given.get("DATABASE_READ_URL").map(|url| url.parse()), &database) {
            (None, _) => None,
            (Some(Ok(Location::Postgres(url))), Location::Postgres(_)) => Some(url),
            (Some(Ok(Location::Postgres(_))), Location::Sqlite(_)) => {
                return Err(BadSetting(format!(
                    "DATABASE_READ_URL{} needs a PostgreSQL as DATABASE_URL: SQLite has no replicas",
                    place("DATABASE_READ_URL")
                )));
            }
            (Some(_), _) => {
                return Err(BadSetting(format!(
                    "DATABASE_READ_URL{} must start with postgres:// or postgresql://",
                    place("DATABASE_READ_URL")
                )));
            }
        };
        let durability = match text("BIRDDOG_DURABILITY", "full").as_str() {
            "full" => Durability::Full,
            "normal" => Durability::Normal,
            _ => return Err(bad("BIRDDOG_DURABILITY", "must be full or normal")),
        };
        let public_url = text("BIRDDOG_PUBLIC_URL", &format!("http://{bind}"));
        if !public_url.starts_with("http://") && !public_url.starts_with("https://") {
            return Err(bad("BIRDDOG_PUBLIC_URL", "must start with http:// or https://"));
        }
        let log = text("BIRDDOG_LOG", "info");
        if log.parse::<tracing_subscriber::EnvFilter>().is_err() {
            return Err(bad("BIRDDOG_LOG", "must be a log filter, like info or birddog=debug"));
        }
        let mut allowed_origins = Vec::new();
        for one in text("BIRDDOG_ALLOWED_ORIGINS", "").split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let origin = cors::origin(one).map_err(|why| {
                bad("BIRDDOG_ALLOWED_ORIGINS", &format!("must be origins like https://app.example.org: {one} {why}"))
            })?;
            allowed_origins.push(origin);
        }
        let public_url = public_url.trim_end_matches('/').to_owned();
        Ok(Self {
            allowed_origins,
            bind,
            data_dir,
            database,
            replica,
            durability,
            log,
            public_url,
            heartbeat: Heartbeat::default(),
            password_cost: PasswordCost::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)], file: &str) -> Result<Config, String> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::from_parts(variables, file).map_err(|bad| bad.to_string())
    }

    #[test]
    fn without_settings_it_serves_a_file_in_data() {
        let config = read(&[], "").unwrap();
        assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database, Location::Sqlite("./data/birddog.db".into()));
        assert_eq!(config.durability, Durability::Full);
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = "BIRDDOG_BIND = \"127.0.0.1:1\"\nBIRDDOG_DURABILITY = \"normal\"";
        let config = read(&[("BIRDDOG_BIND", "127.0.0.1:2")], file).unwrap();
        assert_eq!(config.bind.port(), 2);
        assert_eq!(config.durability, Durability::Normal);
    }

    #[test]
    fn no_setting_makes_passwords_cheaper_to_guess() {
        let weakest = PasswordCost { memory: 19 * 1024, passes: 2, lanes: 1 };
        assert_eq!(read(&[], "").unwrap().password_cost, weakest);
        for (name, _) in SETTINGS {
            assert!(!name.contains("PASSWORD") && !name.contains("COST"), "{name}");
        }
    }

    #[test]
    fn what_is_unknown_or_wrong_is_named() {
        for (name, value) in [
            ("BIRDDOG_ALLOWED_ORIGINS", "https://app.example.org, *"),
            ("BIRDDOG_ALLOWED_ORIGINS", "https://app.example.org/"),
            ("BIRDDOG_BIMD", "127.0.0.1:1"),
            ("BIRDDOG_BIND", "localhost"),
            ("BIRDDOG_DURABILITY", "mostly"),
            ("BIRDDOG_PUBLIC_URL", "birddog.example"),
            ("BIRDDOG_LOG", "birddog=loudly,,="),
            ("DATABASE_READ_URL", "postgres://h/d"),
            ("DATABASE_READ_URL", "sqlite:data.db"),
            ("DATABASE_URL", "postgre://h/d"),
        ] {
            let message = read(&[(name, value)], "").unwrap_err();
            assert!(message.contains(name) && !message.contains('\n'), "{message}");
            let in_file = read(&[], &format!("# mine\n{name} = \"{value}\"")).unwrap_err();
            assert!(in_file.contains(name) && in_file.contains("line 2"), "{in_file}");
        }
    }

    #[test]
    fn no_origin_is_allowed_unless_it_is_listed() {
        assert!(read(&[], "").unwrap().allowed_origins.is_empty());
        let listed = read(&[("BIRDDOG_ALLOWED_ORIGINS", " https://App.example.org:443, http://localhost:5173,")], "");
        assert_eq!(listed.unwrap().allowed_origins, ["https://app.example.org", "http://localhost:5173"]);
    }

    #[test]
    fn a_password_in_a_bad_url_is_not_repeated() {
        assert!(!read(&[("DATABASE_URL", "mysql://u:hunter2@h/d")], "").unwrap_err().contains("hunter2"));
    }
}
