use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::platform::config::PasswordCost;
use crate::platform::http::Problem;
use crate::platform::http::problem::OVERLOADED;
use crate::platform::input::FieldErrors;

/// How many sign-ins may wait for a core, for each core.
const MAX_WAITING_PER_CORE: usize = 32;

/// Hashes and checks passwords with Argon2id. A semaphore admits as many at once as there are cores, since each needs much
/// memory; beyond a bounded queue, requests are refused.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    argon2: Argon2<'static>,
    decoy: Arc<str>,
}

impl Passwords {
    /// # Errors
    /// When Argon2 refuses the cost parameters.
    pub fn new(cost: PasswordCost) -> Result<Self, Problem> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let params = Params::new(cost.memory, cost.passes, cost.lanes, None).map_err(Problem::internal)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Ok(Self {
            turns: Arc::new(Semaphore::new(cores)),
            places: Arc::new(Semaphore::new(cores * MAX_WAITING_PER_CORE)),
            argon2,
            decoy: decoy(cost).into(),
        })
    }

    /// The hash to store for a password.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        self.in_turn(move |argon2, _| hash(argon2, &password)).await
    }

    /// Whether `password` is the one behind `stored`. Without a stored hash it takes just as long and says no, so that
    /// timing does not reveal which addresses have an account. Also, the new hash to store when the cost has been raised.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<(bool, Option<String>), Problem> {
        self.in_turn(move |argon2, decoy| {
            let known = stored.is_some();
            let stored = stored.as_deref().unwrap_or(decoy);
            let parsed = PasswordHash::new(stored).map_err(Problem::internal)?;
            let right = argon2.verify_password(password.as_bytes(), &parsed).is_ok() && known;
            let current = Params::try_from(&parsed)
                .is_ok_and(|used| cost(&used) == cost(argon2.params()) && parsed.algorithm.as_str() == "argon2id");
            let upgraded = if right && !current { Some(hash(argon2, &password)?) } else { None };
            Ok((right, upgraded))
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>, &str) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let overloaded = || Problem::new(OVERLOADED, "Too many people are signing in right now; please try again.");
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| overloaded())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| overloaded())?;
        let (argon2, decoy) = (self.argon2.clone(), Arc::clone(&self.decoy));
        let worked = actix_web::web::block(move || {
            // The hash goes on when its client has disconnected, so it must keep its permits until it is done.
            let _held = (place, turn);
            work(&argon2, &decoy)
        });
        let worked = worked.await;
        worked.map_err(|_| overloaded())?
    }
}

fn cost(params: &Params) -> PasswordCost {
    PasswordCost { memory: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() }
}

/// A hash that stands for nobody's. To check a password against it costs what any other costs: salt and output are as long,
/// and what the output is (zeros) matters to nothing, so that no hash needs to be computed for it.
fn decoy(cost: PasswordCost) -> String {
    let PasswordCost { memory, passes, lanes } = cost;
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}")
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, Problem> {
    argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(Problem::internal)
}

/// What is wrong with a new password, at `pointer`: it needs 10 to 128 characters, any of Unicode, and must not be easy
/// to guess for somebody who knows `about` the person. The estimator carries lists of the most common passwords, names
/// and words, which never reach the score that is asked for.
#[must_use]
pub fn password_faults(password: &str, pointer: &str, about: &[&str]) -> FieldErrors {
    if !(10..=128).contains(&password.chars().count()) {
        return FieldErrors::one(pointer, "wrong_length", "must have 10 to 128 characters");
    }
    let estimate = zxcvbn(password, about);
    if estimate.score() >= Score::Three && is_hard_without_words(password, about) {
        return FieldErrors::none();
    }
    let advice =
        estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning).map(|warning| format!(": {warning}"));
    FieldErrors::one(pointer, "weak_password", format!("is too easy to guess{}", advice.unwrap_or_default()))
}

/// Whether what is left is hard to guess when the words `about` the person are taken out. The estimator takes each text
/// as one word, and counts on every word more than it is worth to somebody who begins with these.
fn is_hard_without_words(password: &str, about: &[&str]) -> bool {
    let whole = password.to_lowercase();
    let words = about.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<_> = words.filter(|word| word.chars().count() > 2).map(str::to_lowercase).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words.iter().fold(whole.clone(), |rest, word| rest.replace(word, ""));
    rest == whole || zxcvbn(&rest, &[]).score() >= Score::Three
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_and_personal_passwords_are_refused() {
        for bad in
            ["password1234", "qwertyuiop", "1234567890", "iloveyou123", "short", "maria.berger1987", &"a".repeat(129)]
        {
            let errors = password_faults(bad, "/password", &["maria.berger@example.org", "Maria Berger"]);
            assert!(!errors.is_empty(), "{bad}");
        }
    }

    #[test]
    fn the_words_of_an_address_and_a_name_are_known() {
        let about = ["thistlewood.quarrington@example.org", "Ysolde Vane"];
        for bad in ["thistlewood.quarrington", "quarrington1987", "Thistlewood!", "Ysoldevane1"] {
            assert!(!password_faults(bad, "/password", &about).is_empty(), "{bad}");
            assert!(password_faults(&format!("{bad} seven calm herons"), "/password", &about).is_empty(), "{bad}");
        }
    }

    fn cost_of(hash: &str) -> (String, PasswordCost) {
        let parsed = PasswordHash::new(hash).unwrap();
        (parsed.algorithm.as_str().to_owned(), cost(&Params::try_from(&parsed).unwrap()))
    }

    #[actix_web::test]
    async fn somebody_unknown_costs_as_much_as_somebody_known() {
        let passwords = Passwords::new(PasswordCost::default()).unwrap();
        assert_eq!(cost_of(&passwords.decoy), ("argon2id".to_owned(), PasswordCost::default()));
        let stored = passwords.hash("seven calm herons".into()).await.unwrap();
        assert_eq!(cost_of(&stored), cost_of(&passwords.decoy));
        let lengths = |hash: &str| hash.split('$').map(str::len).collect::<Vec<_>>();
        assert_eq!(lengths(&stored), lengths(&passwords.decoy));
        for guess in ["nobody's password", "seven calm herons", ""] {
            assert_eq!(passwords.verify(guess.into(), None).await.unwrap(), (false, None));
        }
    }

    #[actix_web::test]
    async fn the_right_password_replaces_a_hash_of_another_cost() {
        let passwords = Passwords::new(PasswordCost::default()).unwrap();
        for (algorithm, memory, passes) in [
            (Algorithm::Argon2id, 8 * 1024, 2),
            (Algorithm::Argon2id, 19 * 1024, 1),
            (Algorithm::Argon2i, 19 * 1024, 2),
        ] {
            let cheap = Argon2::new(algorithm, Version::V0x13, Params::new(memory, passes, 1, None).unwrap());
            let cheap = hash(&cheap, "seven calm herons").unwrap();
            assert_eq!(passwords.verify("seven calm otters".into(), Some(cheap.clone())).await.unwrap(), (false, None));
            let (right, upgraded) = passwords.verify("seven calm herons".into(), Some(cheap)).await.unwrap();
            let upgraded = upgraded.unwrap();
            assert!(right);
            assert_eq!(cost_of(&upgraded), ("argon2id".to_owned(), PasswordCost::default()));
            assert_eq!(passwords.verify("seven calm herons".into(), Some(upgraded)).await.unwrap(), (true, None));
        }
    }

    #[test]
    fn any_unicode_counts_by_character() {
        for good in ["korrekt pferd batterie", "зелёный мост под дождём", "七転び八起き 毎日背中を鍛える"]
        {
            assert!(password_faults(good, "/password", &["maria@example.org", "Maria"]).is_empty(), "{good}");
        }
    }
}
