//! Units of time and their names in many languages.

use super::plain::plain;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Hours,
    Minutes,
    Seconds,
}

/// The words for each unit, in lower case without a full stop, separated by spaces: English, German, French, Spanish, Portuguese,
/// Italian, Dutch, Scandinavian, Polish, Czech, Turkish, Russian, Chinese, Japanese and Korean.
const WORDS: [(Unit, &str); 3] = [
    (
        Unit::Hours,
        "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren u t time timer tim \
         timme timmar godz godzina godziny hod hodina hodiny sa saat ч час часа часов 小时 小時 時間 时 時 시간 시",
    ),
    (
        Unit::Minutes,
        "m mn min mins minute minutes minuten minuto minutos minuti minuut minut minuter minutter minuta \
         minuty dk dakika мин м минут минута минуты 分 分钟 分鐘 分間 분 ' ′",
    ),
    (
        Unit::Seconds,
        "s sec secs second seconds sek sekunde sekunden seconde secondes seconden seg segundo segundos \
         secondo secondi sekunder sn с сек секунд секунда секунды 秒 秒钟 秒鐘 秒間 초 \" '' ″ ′′",
    ),
];

impl Unit {
    pub(super) const fn seconds(self) -> u32 {
        match self {
            Self::Hours => 3600,
            Self::Minutes => 60,
            Self::Seconds => 1,
        }
    }

    pub(super) const fn smaller(self) -> Option<Self> {
        match self {
            Self::Hours => Some(Self::Minutes),
            Self::Minutes => Some(Self::Seconds),
            Self::Seconds => None,
        }
    }

    pub(super) const fn plural(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
        }
    }

    /// The unit that a word of any of the languages means, as in the header `Duration (sec)`.
    pub(super) fn parse(word: &str) -> Option<Self> {
        let word = plain(word).to_lowercase();
        let word = word.trim_end_matches('.');
        WORDS.into_iter().find(|(_, words)| words.split_whitespace().any(|known| known == word)).map(|(unit, _)| unit)
    }
}
