//! Months by their names, for dates such as `31 Aug 2018`, `31. August 2018` and `31 de agosto de 2018`.

/// How the names of each month begin, in lower case: English, German, French, Spanish, Portuguese, Italian,
/// Dutch, Turkish and Russian.
const BEGINNINGS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "oca", "янв"],
    &["feb", "fév", "fev", "şub", "фев"],
    &["mar", "mär", "maer", "maa", "mrt", "мар"],
    &["apr", "avr", "abr", "nis", "апр"],
    &["may", "mai", "mayo", "maio", "mag", "mei", "мая", "май"],
    &["jun", "juin", "giu", "haz", "июн"],
    &["jul", "juil", "lug", "tem", "июл"],
    &["aug", "aoû", "aou", "ago", "ağu", "авг"],
    &["sep", "set", "eyl", "сен"],
    &["oct", "okt", "out", "ott", "eki", "окт"],
    &["nov", "kas", "ноя"],
    &["dec", "dez", "déc", "dic", "ara", "дек"],
];
const MAX_NAME_CHARS: usize = 10;

/// The month, 1 to 12, that a word names in full or abbreviated to three letters or more.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let long = word.chars().count() > MAX_NAME_CHARS || !word.chars().all(char::is_alphabetic);
    let place = BEGINNINGS.iter().position(|begins| begins.iter().any(|begin| word.starts_with(begin)));
    place.filter(|_| !long).and_then(|place| u32::try_from(place + 1).ok())
}
