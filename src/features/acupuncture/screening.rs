//! What to say about an appointment before and after it (rules §8): from the appointment, from what the person said of
//! their health, and from the visits around it. Pure.

use super::appointment::Appointment;
use super::health_profile::HealthProfile;
use super::vocabulary::{Severity, SideEffect};
use crate::core::advisory::AdvisoryLevel::{Acknowledge, Emergency, Info, Review, Urgent};
use crate::core::advisory::{Advisory, most_pressing_first};

/// More visits than this within seven days are pointed out.
pub const VISITS_A_WEEK: usize = 2;
/// More visits than this in one course are pointed out.
pub const VISITS_A_COURSE: usize = 12;
/// From so many visits on a course without a meaningful change is pointed out.
pub const VISITS_TO_JUDGE: usize = 6;
/// What a visit usually costs in the United States, in cents.
const TYPICAL_COST_CENTS: std::ops::RangeInclusive<u32> = 3_000..=20_000;

const WHO: &str = "World Health Organization, Guidelines on basic training and safety in acupuncture (1999)";
const NCCIH: &str =
    "US National Center for Complementary and Integrative Health, Acupuncture: Effectiveness and Safety";
const BIRDDOG_RULES: &str = "Usual courses and prices: the rules of Birddog, section 8";
const OSTELO: &str =
    "Ostelo et al., Spine 33 (2008) 90–94: a drop of 30 % or of 2 points of 10 is one that people notice";

const AFTER_NEEDLES: &str = "Zhang et al., Bulletin of the World Health Organization 88 (2010) 915–921; WHO (1999)";

/// The visits around an appointment, itself included where it counts: scheduled or completed ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Around {
    /// The most visits in any seven days in a row that the appointment is one of.
    pub in_a_week: usize,
    /// Visits of its course.
    pub in_the_course: usize,
    /// Whether its course has had [`VISITS_TO_JUDGE`] completed visits and pain has not changed meaningfully.
    pub course_without_change: bool,
}

/// The advisories of an appointment, the most pressing first. `profile` is left out for visits that lie back: what holds
/// now says nothing about then.
#[must_use]
pub fn advisories(appointment: &Appointment, profile: Option<HealthProfile>, around: Around) -> Vec<Advisory> {
    if !appointment.takes_place() {
        return Vec::new();
    }
    let mut found = of_side_effects(appointment);
    if let Some(profile) = profile {
        found.extend(of_health(profile, appointment.is_electric()));
    }
    found.extend(of_visits(around));
    found.extend(of_practice(appointment));
    most_pressing_first(&mut found);
    found
}

fn of_side_effects(appointment: &Appointment) -> Vec<Advisory> {
    let mut effects: Vec<_> = appointment.side_effects.iter().flat_map(|effects| effects.iter()).collect();
    effects.sort_by_key(|reported| (reported.effect, std::cmp::Reverse(reported.severity)));
    effects.dedup_by_key(|reported| reported.effect);
    let mut found: Vec<_> =
        effects.into_iter().filter_map(|reported| of_side_effect(reported.effect, reported.severity)).collect();
    found.dedup_by(|one, before| one.code == before.code);
    found
}

fn of_side_effect(effect: SideEffect, severity: Severity) -> Option<Advisory> {
    let (code, level, text) = match effect {
        SideEffect::BreathlessnessOrChestPain => (
            "breathlessness_or_chest_pain",
            Emergency,
            "Being short of breath or having pain in the chest after needles in the back, chest or shoulders can mean that a \
             lung was touched. Please go to an emergency department or call your emergency number now. Birddog can't check \
             this.",
        ),
        SideEffect::InfectionSigns => (
            "infection_signs",
            Urgent,
            "Warmth, swelling, pus or fever after needles needs a doctor today. Birddog can't check this.",
        ),
        SideEffect::RetainedNeedle => (
            "retained_needle",
            Urgent,
            "A needle that was left in should be taken out by somebody trained, today. Leave it as it is and move that part \
             little. Birddog can't check this.",
        ),
        SideEffect::Numbness | SideEffect::Weakness if severity == Severity::Severe => (
            "severe_numbness_or_weakness",
            Urgent,
            "Severe numbness or weakness after a visit needs a doctor today. Birddog can't check this.",
        ),
        SideEffect::Fainting if severity == Severity::Severe => (
            "severe_fainting",
            Review,
            "You noted severe fainting. Tell your acupuncturist before the next visit; lying down for it may help.",
        ),
        _ => return None,
    };
    Some(Advisory::new(code, level, text, AFTER_NEEDLES))
}

/// The advisories of an appointment whose owner's health profile has changed, and nothing else: those of the profile are
/// recomputed, the others stay as they were.
#[must_use]
pub fn screened_again(appointment: &Appointment, profile: HealthProfile) -> Vec<Advisory> {
    let others = appointment.advisories.iter().filter(|advisory| !is_of_health(advisory)).cloned();
    let mut found: Vec<_> = of_health(profile, appointment.is_electric()).into_iter().chain(others).collect();
    most_pressing_first(&mut found);
    found
}

/// The codes that come from the health profile.
#[must_use]
pub fn is_of_health(advisory: &Advisory) -> bool {
    const CODES: [&str; 7] = [
        "pregnancy",
        "anticoagulants",
        "bleeding_disorder",
        "pacemaker",
        "pacemaker_with_current",
        "epilepsy",
        "epilepsy_with_current",
    ];
    CODES.contains(&advisory.code.as_ref())
}

fn of_health(profile: HealthProfile, electric: bool) -> Vec<Advisory> {
    let mut found = Vec::new();
    if profile.pregnant == Some(true) {
        found.push(Advisory::new(
            "pregnancy",
            Acknowledge,
            "You are pregnant. Tell your acupuncturist before the visit, and ask your midwife or doctor first: some points on \
             the belly, the low back and the lower legs are usually left out in pregnancy.",
            WHO,
        ));
    }
    if profile.anticoagulants == Some(true) {
        found.push(Advisory::new(
            "anticoagulants",
            Acknowledge,
            "You take medicine that thins the blood. Tell your acupuncturist before the visit: needles can bruise or bleed \
             more. Don't stop the medicine for it.",
            WHO,
        ));
    }
    if profile.bleeding_disorder == Some(true) {
        found.push(Advisory::new(
            "bleeding_disorder",
            Acknowledge,
            "You bleed more easily than others. Ask your doctor whether needles are all right for you, and tell your \
             acupuncturist before the visit.",
            WHO,
        ));
    }
    // With a current they have codes of their own: having read the milder one is not having read these.
    match (profile.pacemaker, electric) {
        (Some(true), true) => found.push(Advisory::new(
            "pacemaker_with_current",
            Acknowledge,
            "You have a pacemaker or another implant, and this visit uses an electric current, which can disturb it. Ask \
             whether it can be done with needles alone.",
            WHO,
        )),
        (Some(true), false) => found.push(Advisory::new(
            "pacemaker",
            Info,
            "You have a pacemaker or another implant. Tell your acupuncturist, so that no electric current is used.",
            WHO,
        )),
        _ => {}
    }
    match (profile.epilepsy, electric) {
        (Some(true), true) => found.push(Advisory::new(
            "epilepsy_with_current",
            Acknowledge,
            "You have epilepsy or have had seizures, and this visit uses an electric current. Talk it over with your doctor \
             and your acupuncturist first.",
            WHO,
        )),
        (Some(true), false) => found.push(Advisory::new(
            "epilepsy",
            Info,
            "You have epilepsy or have had seizures. Tell your acupuncturist, so that somebody stays with you.",
            WHO,
        )),
        _ => {}
    }
    found
}

/// What the visits around say.
#[must_use]
pub fn of_visits(around: Around) -> Vec<Advisory> {
    let mut found = Vec::new();
    if around.in_a_week > VISITS_A_WEEK {
        found.push(Advisory::new(
            "many_visits_in_a_week",
            Review,
            "That is more than two visits within seven days. More is rarely planned; ask what the plan behind it is.",
            BIRDDOG_RULES,
        ));
    }
    if around.in_the_course > VISITS_A_COURSE {
        found.push(Advisory::new(
            "many_visits_in_a_course",
            Review,
            "That is more than twelve visits in one course; 8 to 12 are usual. Talk over what more would be for.",
            BIRDDOG_RULES,
        ));
    }
    if around.course_without_change {
        found.push(Advisory::new(
            "course_without_change",
            Review,
            "After six visits or more your diary shows no drop in pain of the size that people usually notice. That is worth \
             saying at the next visit; it is all right to stop, or to try something else.",
            OSTELO,
        ));
    }
    found
}

fn of_practice(appointment: &Appointment) -> Vec<Advisory> {
    let mut found = Vec::new();
    match appointment.practitioner.as_ref().and_then(|practitioner| practitioner.licensed) {
        Some(true) => {}
        Some(false) => found.push(Advisory::new(
            "practitioner_not_licensed",
            Review,
            "You noted that this practitioner has no licence. Needles that are not sterile or go too deep can do harm; a \
             licensed one is the safer choice.",
            NCCIH,
        )),
        None => found.push(Advisory::new(
            "licence_unknown",
            Info,
            "It is not noted whether the practitioner is licensed. Asking is usual and welcome.",
            NCCIH,
        )),
    }
    if let Some(cost) = &appointment.cost
        && cost.currency.to_string() == "USD"
        && !TYPICAL_COST_CENTS.contains(&cost.amount_minor.get())
    {
        found.push(Advisory::new(
            "unusual_cost",
            Info,
            "A visit usually costs between 30 and 200 dollars; this one does not. It may well be right: a first visit, a \
             group room, an insurance.",
            BIRDDOG_RULES,
        ));
    }
    found
}
