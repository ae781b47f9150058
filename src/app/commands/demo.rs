use std::fmt::Write;

use anyhow::{Context, Result, ensure};

use super::{connect, print};
use crate::app::demo as content;
use crate::app::startup;
use crate::features::accounts::Passwords;
use crate::platform::config::Config;
use crate::platform::db;
use crate::platform::time::Clock;

/// Fills an empty database with a year of three people and says how to look at it.
pub fn demo(config: &Config) -> Result<()> {
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("cannot make the data folder {}", config.data_dir.display()))?;
    db::migrate(&config.database).context("cannot bring the database up to date")?;
    let mut connection = connect(config)?;
    let empty = content::is_empty(&mut connection).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    ensure!(empty, "there are accounts in this database already; the demo fills an empty one only");
    let hash = hash(config, content::PASSWORD)?;
    let share_codes = startup::share_codes(config)?;
    let accounts = content::fill(&mut connection, &hash, &share_codes, Clock::system().now());
    let accounts = accounts.map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let mut text = format!("The demo is in. Everybody's password is: {}\n\n", content::PASSWORD);
    for account in accounts {
        let _ = writeln!(text, "  {:<20} {:>4} records: {}", account.email, account.records, account.shows);
    }
    let _ = writeln!(
        text,
        "\nThe password is public, so keep this database on your own machine.\n\n\
         Start with `birddog serve`, then:\n\n  \
         TOKEN=$(curl -s {url}/v1/auth/login -H 'content-type: application/json' \\\n    \
         -d '{{\"email\": \"maria@demo.example\", \"password\": \"{password}\"}}' \\\n    \
         | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n  \
         curl -s {url}/v1/today -H \"authorization: Bearer $TOKEN\"\n\n\
         and in the same way /v1/streak, /v1/calendar, /v1/trends/pain?bucket=month, /v1/trends/exercise, \
         /v1/trends/questionnaires, /v1/appointments; as coach@demo.example /v1/clients.\n\
         {url}/docs describes all of it.",
        url = config.public_url,
        password = content::PASSWORD,
    );
    print(&text)
}

#[actix_web::main]
async fn hash(config: &Config, password: &str) -> Result<String> {
    let passwords = Passwords::new(config.password_cost).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    passwords.hash(password.to_owned()).await.map_err(|problem| anyhow::anyhow!("{problem}"))
}
