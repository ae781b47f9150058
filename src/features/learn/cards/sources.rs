//! The sources of the cards.

use crate::features::learn::card::Source;

const fn source(year: u16, publisher: &'static str, title: &'static str, url: &'static str) -> Source {
    Source { title, publisher, year, url }
}

pub(super) const COCHRANE_ACUPUNCTURE: Source = source(
    2020,
    "Cochrane Database of Systematic Reviews",
    "Acupuncture for chronic nonspecific low back pain",
    "https://doi.org/10.1002/14651858.CD013814",
);

pub(super) const POOLED_TRIALS: Source = source(
    2018,
    "The Journal of Pain",
    "Acupuncture for chronic pain: update of an individual patient data meta-analysis",
    "https://doi.org/10.1016/j.jpain.2017.11.005",
);

pub(super) const GERMAN_TRIAL: Source = source(
    2007,
    "Archives of Internal Medicine",
    "German Acupuncture Trials (GERAC) for chronic low back pain",
    "https://doi.org/10.1001/archinte.167.17.1892",
);

pub(super) const NICE_BACK_PAIN: Source = source(
    2020,
    "National Institute for Health and Care Excellence",
    "Low back pain and sciatica in over 16s: assessment and management (NG59, first published in 2016)",
    "https://www.nice.org.uk/guidance/ng59",
);

pub(super) const NICE_CHRONIC_PAIN: Source = source(
    2021,
    "National Institute for Health and Care Excellence",
    "Chronic pain (primary and secondary) in over 16s (NG193)",
    "https://www.nice.org.uk/guidance/ng193",
);

pub(super) const ACP: Source = source(
    2017,
    "Annals of Internal Medicine",
    "Noninvasive treatments for acute, subacute, and chronic low back pain: a clinical practice guideline from the \
     American College of Physicians",
    "https://doi.org/10.7326/M16-2367",
);

pub(super) const WHO_BACK_PAIN: Source = source(
    2023,
    "World Health Organization",
    "WHO guideline for non-surgical management of chronic primary low back pain in adults in primary and community \
     care settings",
    "https://www.ncbi.nlm.nih.gov/books/NBK599210/",
);

pub(super) const ADVERSE_EVENTS: Source = source(
    2021,
    "BMJ Open",
    "Acupuncture-related adverse events: systematic review and meta-analyses of prospective clinical studies",
    "https://doi.org/10.1136/bmjopen-2020-045961",
);

pub(super) const YORK_SAFETY: Source = source(
    2001,
    "BMJ",
    "The York acupuncture safety study: prospective survey of 34 000 treatments by traditional acupuncturists",
    "https://doi.org/10.1136/bmj.323.7311.486",
);

pub(super) const CASE_REPORTS: Source = source(
    2010,
    "Bulletin of the World Health Organization",
    "Acupuncture-related adverse events: a systematic review of the Chinese literature",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC2995190/",
);

pub(super) const WHO_SAFETY: Source = source(
    1999,
    "World Health Organization",
    "Guidelines on basic training and safety in acupuncture",
    "https://iris.who.int/handle/10665/66007",
);

pub(super) const BLOOD_THINNERS: Source = source(
    2015,
    "The Permanente Journal",
    "Acupuncture safety in patients receiving anticoagulants: a systematic review",
    "https://doi.org/10.7812/TPP/14-057",
);

pub(super) const ELECTRO: Source = source(
    2011,
    "Acupuncture in Medicine",
    "Safety aspects of electroacupuncture",
    "https://aim.bmj.com/content/29/2/83",
);

pub(super) const NHS_ACUPUNCTURE: Source =
    source(2023, "National Health Service, England", "Acupuncture", "https://www.nhs.uk/conditions/acupuncture/");

pub(super) const US_PRICES: Source = source(
    2019,
    "Journal of Integrative Medicine",
    "Acupuncture price in forty-one metropolitan regions in the United States",
    "https://doi.org/10.1016/j.joim.2019.06.003",
);

pub(super) const MEDICARE: Source = source(
    2020,
    "Centers for Medicare & Medicaid Services",
    "Decision memo: acupuncture for chronic low back pain (CAG-00452N)",
    "https://www.cms.gov/medicare-coverage-database/view/ncacal-decision-memo.aspx?proposed=N&NCAId=295",
);

pub(super) const GERMAN_COVER: Source = source(
    2006,
    "Gemeinsamer Bundesausschuss",
    "Richtlinie Methoden vertragsärztliche Versorgung, Anlage I Nr. 12: Körperakupunktur",
    "https://www.g-ba.de/richtlinien/7/",
);

pub(super) const RED_FLAGS: Source = source(
    2020,
    "Journal of Orthopaedic & Sports Physical Therapy",
    "International framework for red flags for potential serious spinal pathologies",
    "https://doi.org/10.2519/jospt.2020.9971",
);

pub(super) const NHS_BACK_PAIN: Source =
    source(2022, "National Health Service, England", "Back pain", "https://www.nhs.uk/conditions/back-pain/");

pub(super) const COURSE_OF_PAIN: Source = source(
    2024,
    "Canadian Medical Association Journal",
    "The clinical course of acute, subacute and persistent low back pain: a systematic review and meta-analysis",
    "https://doi.org/10.1503/cmaj.230542",
);

pub(super) const STAY_ACTIVE: Source = source(
    2010,
    "Cochrane Database of Systematic Reviews",
    "Advice to rest in bed versus advice to stay active for acute low-back pain and sciatica",
    "https://doi.org/10.1002/14651858.CD007612.pub2",
);

pub(super) const FLARE_DEFINITION: Source = source(
    2019,
    "The Journal of Pain",
    "A definition of “flare” in low back pain: a multiphase process involving perspectives of individuals with low \
     back pain and expert consensus",
    "https://doi.org/10.1016/j.jpain.2019.03.009",
);

pub(super) const EXERCISE: Source = source(
    2021,
    "Cochrane Database of Systematic Reviews",
    "Exercise therapy for chronic low back pain",
    "https://doi.org/10.1002/14651858.CD009790.pub2",
);

pub(super) const WHO_ACTIVITY: Source = source(
    2020,
    "British Journal of Sports Medicine",
    "World Health Organization 2020 guidelines on physical activity and sedentary behaviour",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC7719906/",
);

pub(super) const PROGRESSION: Source = source(
    2009,
    "Medicine & Science in Sports & Exercise",
    "Progression models in resistance training for healthy adults (American College of Sports Medicine)",
    "https://doi.org/10.1249/MSS.0b013e3181915670",
);

pub(super) const PAINFUL_EXERCISE: Source = source(
    2017,
    "British Journal of Sports Medicine",
    "Should exercises be painful in the management of chronic musculoskeletal pain? A systematic review and \
     meta-analysis",
    "https://doi.org/10.1136/bjsports-2016-097383",
);

pub(super) const PAIN_MONITORING: Source = source(
    2007,
    "The American Journal of Sports Medicine",
    "Continued sports activity, using a pain-monitoring model, during rehabilitation in patients with Achilles \
     tendinopathy",
    "https://doi.org/10.1177/0363546506298279",
);

pub(super) const TEXT_NECK: Source = source(
    2021,
    "Spine",
    "Association between text neck and neck pain in adults",
    "https://doi.org/10.1097/BRS.0000000000003854",
);

pub(super) const TEXT_NECK_YEAR: Source = source(
    2025,
    "Brazilian Journal of Physical Therapy",
    "Cervical flexion posture during smartphone use was not a risk factor for neck pain",
    "https://www.rbf-bjpt.org.br/en-cervical-flexion-posture-during-smartphone-articulo-S1413355525000875",
);

pub(super) const SIT_UP_STRAIGHT: Source = source(
    2019,
    "Journal of Orthopaedic & Sports Physical Therapy",
    "“Sit up straight”: time to re-evaluate",
    "https://doi.org/10.2519/jospt.2019.0610",
);

pub(super) const POSTURE_REVIEWS: Source = source(
    2020,
    "Journal of Biomechanics",
    "No consensus on causality of spine postures or physical exposure and low back pain: a systematic review of \
     systematic reviews",
    "https://doi.org/10.1016/j.jbiomech.2019.08.006",
);

pub(super) const BREAKS: Source = source(
    2021,
    "Scandinavian Journal of Work, Environment & Health",
    "Effects of an active break and postural shift intervention on preventing neck and low-back pain among high-risk \
     office workers",
    "https://doi.org/10.5271/sjweh.3949",
);

pub(super) const TRIGGERS: Source = source(
    2015,
    "Arthritis Care & Research",
    "What triggers an episode of acute low back pain? A case-crossover study",
    "https://doi.org/10.1002/acr.22533",
);

pub(super) const ROUND_BACK: Source = source(
    2020,
    "Journal of Orthopaedic & Sports Physical Therapy",
    "To flex or not to flex? Is there a relationship between lumbar spine flexion during lifting and low back pain?",
    "https://doi.org/10.2519/jospt.2020.9218",
);

pub(super) const VIBRATION: Source = source(
    2015,
    "International Archives of Occupational and Environmental Health",
    "Whole-body vibration and the risk of low back pain and sciatica: a systematic review and meta-analysis",
    "https://doi.org/10.1007/s00420-014-0971-4",
);

pub(super) const SLEEP_BOTH_WAYS: Source = source(
    2024,
    "Pain",
    "The bidirectional relationship between sleep problems and chronic musculoskeletal pain: a systematic review with \
     meta-analysis",
    "https://doi.org/10.1097/j.pain.0000000000003279",
);

pub(super) const SLEEP_COHORTS: Source = source(
    2023,
    "Rheumatology",
    "The bidirectional association between chronic musculoskeletal pain and sleep-related problems: a systematic \
     review and meta-analysis",
    "https://doi.org/10.1093/rheumatology/kead190",
);

pub(super) const STRESS: Source = source(
    2019,
    "The Journal of Pain",
    "The role of perceived stress and life stressors in the development of chronic musculoskeletal pain disorders: a \
     systematic review",
    "https://doi.org/10.1016/j.jpain.2019.02.008",
);

pub(super) const REGRESSION: Source = source(
    2003,
    "BMJ",
    "Effect of regression to the mean on decision making in health care",
    "https://doi.org/10.1136/bmj.326.7398.1083",
);
