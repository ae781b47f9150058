//! Pain diaries.

use super::*;

const DIARY: &str = "name,startday,startmonth,startyear,intensity,date\n\
    Low Back Pain,12,8,2019,4,2019-08-13 02:07:55\n\
    mood,12,8,2019,9,2019-08-13 02:08:09\n\
    Low Back Pain,0,,0,3.4,2019-08-14 00:51:50\n\
    Low Back Pain,10,8,2019,12,2019-08-14 00:51:50\n\
    Neck pain,14,8,2019,7,2019-08-14 21:00:00\n";

/// Recorded at, day, score, other scale, region.
type Seen = (String, Option<String>, Option<u8>, Option<f64>, Option<Region>);

fn seen(reading: &Reading) -> Vec<Seen> {
    let entry = |item: &'_ Item| match &item.what {
        Imported::PainScore { recorded_at, local_date, score, other_scale, region, .. } => (
            recorded_at.to_string(),
            local_date.map(|date| date.to_string()),
            *score,
            other_scale.as_ref().map(|other| other.value),
            *region,
        ),
        other => panic!("{other:?} is no pain"),
    };
    reading.items.iter().map(entry).collect()
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_diary_of_several_pains() {
    let read = reading(Format::PainCsv, DIARY, &[]).unwrap();
    let low = Some(Region::LowBack);
    let expected = [
        // Written after midnight about the day before.
        (text("2019-08-13 02:07:55"), Some(text("2019-08-12")), Some(4), None, low),
        (text("2019-08-14 00:51:50"), None, None, Some(3.4), low),
        (text("2019-08-14 00:51:50"), Some(text("2019-08-10")), None, Some(12.0), low),
        (text("2019-08-14 21:00:00"), Some(text("2019-08-14")), Some(7), None, Some(Region::Neck)),
    ];
    assert_eq!(seen(&read), expected);
    assert_eq!(codes(&read), ["- series_not_read", "4 other_scale", "5 other_scale", "- mixed_scale"]);
    let summary = ImportSummary { lines: 5, pain_scores: 2, other_scale: 2, skipped: 1, kept: 2, ..Default::default() };
    assert_eq!(read.summary, summary);
}

#[test]
fn which_series_are_read_can_be_told() {
    let count = |map: &[&str]| {
        let read = reading(Format::PainCsv, DIARY, map).unwrap();
        (read.summary.pain_scores, read.summary.other_scale, read.summary.skipped)
    };
    assert_eq!(count(&["only=Neck Pain|mood"]), (2, 0, 3));
    assert_eq!(count(&["region:mood=sacrum"]), (3, 2, 0));
    assert_eq!(count(&["region:low back pain=ignore"]), (1, 0, 4));
    assert_eq!(count(&["scale=own"]), (0, 4, 1));
    let read = reading(Format::PainCsv, DIARY, &["only=mood,region=mid_back"]).unwrap();
    assert_eq!(seen(&read)[0].4, Some(Region::MidBack));
    for (map, part) in [
        ("only=knee", "\"mood\" (1 entries)"),
        ("region:knee=neck", "\"mood\" (1 entries)"),
        ("region:mood=head", "low_back"),
        ("region=neck", "needs only="),
        ("scale=vas", "value or own"),
        ("year=startyear", "month= and day="),
        ("score=Pain", "\"intensity\""),
        ("habit=x", "fallback"),
    ] {
        let error = reading(Format::PainCsv, DIARY, &[map]).unwrap_err().to_string();
        assert!(error.contains(part), "{map}: {error}");
    }
    let moods = "name,intensity,date\nmood,3,2024-01-01\n";
    let error = reading(Format::PainCsv, moods, &[]).unwrap_err();
    assert_eq!(error.code(), "nothing_chosen");
    assert!(error.to_string().contains("\"mood\" (1 entries)"));
}

#[test]
fn a_plain_diary_needs_no_map() {
    let plain = "Date;Time;Pain;Notes\n31.01.2024;8:15;3;stiff\n01.02.2024;;10;\n2.2.2024;9;7/10;\n03.02.2024;;;\n04.02.2024;;bad;\n;;4;\n31.02.2024;;4;\n";
    let read = reading(Format::PainCsv, plain, &[]).unwrap();
    let expected = [
        (text("2024-01-31 08:15:00"), None, Some(3), None, None),
        (text("2024-02-01"), None, Some(10), None, None),
        (text("2024-02-02"), None, Some(7), None, None),
    ];
    assert_eq!(seen(&read), expected);
    assert_eq!(codes(&read), ["4 time_not_read", "5 no_score", "6 bad_score", "7 no_date", "8 bad_date"]);
    assert!(matches!(&read.items[0].what, Imported::PainScore { note: Some(note), .. } if note == "stiff"));
    let read = reading(Format::PainCsv, plain, &["region=low_back"]).unwrap();
    assert_eq!(seen(&read)[0].4, Some(Region::LowBack));
    let error = reading(Format::PainCsv, plain, &["only=x"]).unwrap_err();
    assert!(error.to_string().contains("name=COLUMN"));
}

#[test]
fn columns_can_be_told() {
    let odd = "wann,wie arg,wo,dazu\n01/02/24,\"2,5\",Kreuz,\n02/02/24,5,Kreuz,nach dem Heben\n";
    let map = ["date=wann,score=wie arg,name=wo,note=dazu", "region:Kreuz=low_back"];
    let error = reading(Format::PainCsv, odd, &map).unwrap_err();
    assert_eq!(error.code(), "ambiguous_dates");
    let map = [map[0], map[1], "date_order=dmy"];
    let read = reading(Format::PainCsv, odd, &map).unwrap();
    let low = Some(Region::LowBack);
    let expected = [(text("2024-02-01"), None, None, Some(2.5), low), (text("2024-02-02"), None, Some(5), None, low)];
    assert_eq!(seen(&read), expected);
}

#[test]
fn an_entry_is_named_by_its_series_and_moment_alone() {
    let keys = |text: &str, map: &[&str]| {
        let read = reading(Format::PainCsv, text, map).unwrap();
        read.items.into_iter().map(|item| item.key).collect::<Vec<_>>()
    };
    let diary = "date,pain,note\n2024-01-01,4,\n2024-01-01,4,\n2024-01-01 08:00,5,\n";
    let plain = keys(diary, &[]);
    assert_eq!(plain[0], plain[1]);
    assert_ne!(plain[0], plain[2]);
    let edited = "date,pain,note\n2023-12-31,1,\n2024-01-01,9,x\n2024-01-01,4,\n2024-01-01 08:00:00,6,y\n";
    assert_eq!(keys(edited, &["scale=own"])[1..], plain);
    // The place that the map names distinguishes two diaries.
    assert_ne!(keys(diary, &["region=neck"])[0], plain[0]);
    assert_eq!(keys(diary, &["source=pain neck"]), keys(diary, &["region=neck"]));
    assert_ne!(keys(diary, &["source=neck"])[0], plain[0]);
    // The same moment, written with an offset.
    let zulu = keys("date,pain\n2024-01-01T08:00Z,4\n2024-01-01T09:00+01:00,4\n", &[]);
    assert_eq!(zulu[0], zulu[1]);
    let unsure = |map: &[&str]| reading(Format::PainCsv, diary, map).unwrap().unsure;
    let Unsure { called, strict, otherwise } = unsure(&[]).unwrap();
    assert_eq!((called.as_str(), strict, otherwise.len()), ("pain", false, Region::ALL.len()));
    assert_eq!(unsure(&["region=neck"]).unwrap().called, "pain neck");
    assert_eq!(unsure(&["source=pain"]), None);
    assert_eq!(keys(diary, &["source=PAIN "]), plain);
}
