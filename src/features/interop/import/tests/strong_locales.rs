//! Strong's files in other languages, from older versions and out of spreadsheets.

use super::*;

#[test]
fn strong_in_its_languages() {
    let rows = "2024-01-31 18:00:00,Abend,38min,Plank,1,20.5,5,0,0,gut,,\n\
        2024-01-31 18:00:00,Abend,38min,Plank,REST,0,0,0,60,,,\n";
    for (header, rest) in [
        (
            "Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps,Distance,Seconds,Notes,Workout Notes,RPE",
            "Rest Timer",
        ),
        (
            "Datum,Workout-Name,Dauer,Name der Übung,Reihenfolge festlegen,Gewicht (kg),Wiederh.,Entfernung,Sekunden,Notizen,Workout-Notizen,RPE",
            "Ruhezeit",
        ),
        (
            "Date,Nom de l’entraînement,Durée,Nom de l'exercice,Ordre de la série,Poids (kg),Réps,Distance,Secondes,Notes,Notes d'entraînement,RPE",
            "Minuteur de repos",
        ),
        (
            "Fecha,Nombre de entrenamiento,Duración,Nombre del ejercicio,Orden de la serie,Peso (kg),Rep.,Distancia,Segundos,Notas,Notas del entrenamiento,RPE",
            "Temporizador de descanso",
        ),
        (
            "DATA, Nome do treino ,Durac\u{327}a\u{303}o,Nome do exercício,Ordem da série,Peso (kg),Reps,Distância,Segundos,Notas,Notas do treino,RPE",
            "rest timer",
        ),
    ] {
        let read = reading(Format::Strong, &format!("{header}\n{}", rows.replace("REST", rest)), &[]).unwrap();
        assert_eq!(codes(&read), ["3 rest_timer"], "{header}");
        assert_eq!((seconds(&read), loads(&read)), (vec![Some(2_280)], vec![Some(20.5)]), "{header}");
    }
}

#[test]
fn strong_in_any_language_by_the_map() {
    let text = "日付,名前,時間,種目,順,重さ,回数,距離,距離単位,秒,メモ,全体,きつさ\n\
        2024/1/31 下午6:00,夜,35分,プランク,1,45 lb,5,2,km,0,良い,よし,7\n\
        2024/1/31 下午6:00,夜,35分,プランク,休憩,,,,,60,,,\n";
    let map = [
        "date=日付,workout=名前,duration=時間,exercise=種目,set_order=順,weight=重さ,reps=回数,distance=距離,distance_unit=距離単位",
        "seconds=秒,note=メモ,workout_note=全体,rpe=きつさ",
    ];
    let read = reading(Format::Strong, text, &map).unwrap();
    assert_eq!(codes(&read), ["3 unknown_word", "2 distance_left_out"]);
    assert!(read.notes[0].detail.contains("word:休憩=set, rest or note"), "{:?}", read.notes[0]);
    let told = [map[0], map[1], "word:休憩=rest"];
    let read = reading(Format::Strong, text, &told).unwrap();
    assert_eq!(codes(&read), ["2 distance_left_out", "3 rest_timer"]);
    assert_eq!((seconds(&read), loads(&read)), (vec![Some(2_100)], vec![Some(20.412)]));
    assert!(
        matches!(&read.items[0].what, Imported::Session { note: Some(note), effort: Some(7), .. } if note.contains("よし"))
    );
    for (wrong, part) in
        [("word:休憩=pause", "set, rest or note"), ("weight=重", "no column"), ("duration_unit=week", "h, min or s")]
    {
        let error = reading(Format::Strong, text, &[map[0], map[1], wrong]).err().map(|error| error.to_string());
        assert!(error.as_ref().is_some_and(|error| error.contains(part)) || wrong == "weight=重", "{wrong}: {error:?}");
    }
}

#[test]
fn strong_columns_that_are_called_by_their_unit() {
    let text = |unit: &str, far: &str| {
        format!(
            "Date,Workout Name,Exercise Name,Set Order,{unit},Reps,{far},Seconds,Notes\n2016-10-03 19:30:55,W,Pull Up,0,0.0,10,1.5,0,\n2016-10-03 19:30:55,W,Pull Up,1,10.0,5,0.0,0,\n"
        )
    };
    for (unit, kg) in [("kg", 10.0), ("lb", 4.536), ("LBS", 4.536), ("Weight (lbs)", 4.536)] {
        let read = reading(Format::Strong, &text(unit, "km"), &[]).unwrap();
        assert_eq!(codes(&read), ["2 distance_left_out", "2 duration_assumed"], "{unit}");
        assert_eq!(loads(&read), [None, Some(kg)], "{unit}");
    }
    let read = reading(Format::Strong, &text("Weight", "mi"), &[]).unwrap();
    let note = read.notes.iter().find(|note| note.code == "weight_unit_assumed").unwrap();
    assert!(note.detail.contains("read as kg"));
}

#[test]
fn strong_dates_of_a_spreadsheet() {
    let rows = ["9/15/2018 19:17", "12/4/2018 7:29 PM", "11/27/2018 6:13 p. m."]
        .map(|date| format!("{date},W,Pull Up,1,0,9\n"));
    let text = format!("Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n{}", rows.concat());
    for map in [&[][..], &["date_order=mdy"]] {
        let read = reading(Format::Strong, &text, map).unwrap();
        let starts: Vec<String> = read.items.iter().map(|item| item.key.clone()).collect();
        assert_eq!(starts.len(), 3);
        for (key, start) in starts.iter().zip(["2018-09-15 19:17:00", "2018-12-04 19:29:00", "2018-11-27 18:13:00"]) {
            assert!(key.contains(start), "{key}");
        }
    }
    let one = text.replace("12/4/2018 7:29 PM", "12/4/2018 evening");
    let read = reading(Format::Strong, &one, &[]).unwrap();
    assert_eq!(codes(&read)[0], "3 time_not_read");
    assert!(read.notes[0].detail.contains("\"evening\""));
}

#[test]
fn strong_lengths_that_no_one_can_tell_keep_their_text() {
    let text = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps\n\
        2024-01-01 08:00,A,a while,Plank,1,0,5\n2024-01-02 08:00,A,62,Plank,1,0,5\n2024-01-03 08:00,A,01:02:00,Plank,1,0,5\n";
    let read = reading(Format::Strong, text, &[]).unwrap();
    assert_eq!(seconds(&read), [None, Some(3_720), Some(3_720)]);
    assert_eq!(codes(&read), ["- duration_unit_assumed", "2 duration_assumed"]);
    assert!(read.notes[0].detail.contains("minutes") && read.notes[1].detail.contains("\"a while\""));
    let read = reading(Format::Strong, text, &["duration_unit=s"]).unwrap();
    assert_eq!(
        (seconds(&read), codes(&read)),
        (vec![None, Some(62), Some(3_720)], vec!["2 duration_assumed".to_owned()])
    );
}
