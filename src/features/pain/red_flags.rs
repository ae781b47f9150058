//! What to do about red flags (rules §10). Birddog can't check them; it can only say, calmly and at once, where to turn.

use super::vocabulary::RedFlag;
use crate::core::advisory::{Advisory, AdvisoryLevel, most_pressing_first};

const CAUDA_EQUINA: &str =
    "NHS, Back pain: when to get medical help; NICE CKS, Sciatica: red flags for cauda equina syndrome";
const BACK_PAIN: &str = "NHS, Back pain: when to get medical help; NICE CKS, Back pain – low: red flags";

/// The advisories for the flags that were ticked, the most pressing first, each flag once.
#[must_use]
pub fn advisories(ticked: impl Iterator<Item = RedFlag>) -> Vec<Advisory> {
    let mut flags: Vec<_> = ticked.collect();
    flags.sort_unstable();
    flags.dedup();
    let mut advisories: Vec<_> = flags.into_iter().map(advisory).collect();
    most_pressing_first(&mut advisories);
    advisories
}

fn advisory(flag: RedFlag) -> Advisory {
    use AdvisoryLevel::{Emergency, Urgent};
    let (level, text, source) = match flag {
        RedFlag::SaddleNumbness => (
            Emergency,
            "Numbness between the legs can mean that nerves at the base of the spine are under pressure, and hours can \
             matter. Please go to an emergency department or call your emergency number now. Birddog can't check this.",
            CAUDA_EQUINA,
        ),
        RedFlag::BladderOrBowelTrouble => (
            Emergency,
            "New trouble with passing or holding urine or stool can mean that nerves at the base of the spine are under \
             pressure, and hours can matter. Please go to an emergency department or call your emergency number now. \
             Birddog can't check this.",
            CAUDA_EQUINA,
        ),
        RedFlag::SexualDysfunction => (
            Emergency,
            "A new loss of feeling or function during sex, together with back pain, can mean that nerves at the base of the \
             spine are under pressure. Please go to an emergency department or call your emergency number now. Birddog \
             can't check this.",
            CAUDA_EQUINA,
        ),
        RedFlag::SpreadingLegWeakness => (
            Emergency,
            "Weakness that spreads or grows in a leg can mean that a nerve is under pressure. Please go to an emergency \
             department or call your emergency number now. Birddog can't check this.",
            CAUDA_EQUINA,
        ),
        RedFlag::MajorTrauma => (
            Emergency,
            "After a serious fall, crash or blow the back should be examined before you move it much. Please go to an \
             emergency department or call your emergency number now. Birddog can't check this.",
            BACK_PAIN,
        ),
        RedFlag::FeverWithBackPain => (
            Urgent,
            "Fever together with back pain needs a doctor today, for it can come from an infection. If you feel very unwell \
             or confused, call your emergency number. Birddog can't check this.",
            BACK_PAIN,
        ),
        RedFlag::UnexplainedWeightLoss => (
            Urgent,
            "Losing weight without trying to, together with back pain, should be seen by a doctor now: please call today and \
             say so. Birddog can't check this.",
            BACK_PAIN,
        ),
    };
    Advisory::new(flag.wire(), level, text, source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_says_where_to_turn_and_what_the_app_cannot_do() {
        for flag in RedFlag::ALL {
            let [advisory] = <[Advisory; 1]>::try_from(advisories([*flag, *flag].into_iter())).unwrap();
            assert_eq!(advisory.code, flag.wire());
            assert!(advisory.level >= AdvisoryLevel::Urgent, "{flag}");
            assert!(advisory.text.ends_with("Birddog can't check this."), "{flag}");
            assert!(advisory.text.contains("emergency") || advisory.text.contains("doctor"), "{flag}");
            assert!(!advisory.source.is_empty());
        }
        assert!(advisories(std::iter::empty()).is_empty());
    }

    #[test]
    fn the_most_pressing_comes_first() {
        let found = advisories([RedFlag::UnexplainedWeightLoss, RedFlag::SaddleNumbness].into_iter());
        let codes: Vec<_> = found.iter().map(|advisory| advisory.code.as_ref()).collect();
        assert_eq!(codes, ["saddle_numbness", "unexplained_weight_loss"]);
    }
}
