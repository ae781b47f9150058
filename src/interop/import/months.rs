//! Months by their names, for dates such as `31 Aug 2018`, `31. August 2018` and `31 de agosto de 2018`.

/// How the names of each month begin, in lower case: English, German, French, Spanish, Portuguese, Italian and Dutch.
const BEGINNINGS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "maer", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mayo", "maio", "mag", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "out", "ott"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];
const LONGEST: usize = 10;

/// The month, 1 to 12, that a word names in full or abbreviated to three letters or more.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let long = word.chars().count() > LONGEST || !word.chars().all(char::is_alphabetic);
    let place = BEGINNINGS.iter().position(|begins| begins.iter().any(|begin| word.starts_with(begin)));
    place.filter(|_| !long).and_then(|place| u32::try_from(place + 1).ok())
}
