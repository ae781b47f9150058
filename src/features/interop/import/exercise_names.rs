//! The names that people and apps use for the catalogue's exercises, in English, German, French, Spanish, Chinese and
//! Japanese: one table with a source for each line.
//!
//! A name is here when it can mean nothing else. A near relative stays an exercise of the person's own: the "Back
//! Extension" and "Hyperextension" of gym apps are done on a Roman chair, bent at the hip and often with weight, while
//! our superman is lying prone on the floor, so mixing their numbers would make neither true. The same goes for chin-ups,
//! wide, neutral and machine-assisted pull-ups, the hip thrust with a barbell or on a bench, the plank on the hands, and
//! the crunch.
//!
//! Sources by their short names: `wger` with a number is an exercise of the catalogue of wger.de (its repository,
//! wger/exercises/fixtures); `Hevy` and `FitNotes` are the apps' own lists, as the repository alanjonesit/FitNotes2Hevy
//! holds them; `Hevy's titles` are the translations in the answers of Hevy's servers; `Strong` stands for names in exports
//! of that app; `word` for the language's own word in any dictionary; `usual` for the name under which open training apps
//! in that language list the exercise. The rest are web pages that describe the exercise under the name.

use crate::features::training::vocabulary::CatalogueSlug as Slug;

/// An exercise, the easier or harder form that its names mean, and these names, separated by `|`, with their source.
type Named = (Slug, Option<&'static str>, &'static [(&'static str, &'static str)]);

pub(super) static NAMES: &[Named] = &[
    (
        Slug::Bridge,
        None,
        &[
            ("Bridge|Hip Bridge|Glute Bridge", "the catalogue; Glute Bridge also wger 265, Hevy"),
            ("Glute Bridges|Hip Bridges", "orthoinfo.aaos.org, spine conditioning program"),
            ("Hip Thrust (Bodyweight)", "Strong"),
            ("Schulterbrücke", "lebensinn.at, Rückenübungen für Zuhause"),
            ("Brücke in Rückenlage", "gesundheitskasse.at, Austrian health insurance"),
            ("Pont fessier|Pont fessiers|Pont de fessiers", "app.elanvital.pro, exercices pour renforcer son dos"),
            ("Puente de glúteos|Puente de glúteo", "usual"),
            ("Puente de hombros", "antena3.com, aliviar el dolor de espalda"),
            ("臀桥|臀桥式", "bohe.cn, 缓解腰酸背痛的动作"),
            ("ヒップリフト", "training-navi.net; villagecenter.co.jp"),
            ("グルートブリッジ|ヒップブリッジ", "usual; fitwill.app, exercise 0729"),
        ],
    ),
    (Slug::Bridge, Some("march"), &[("Marching bridge|Glute bridge march", "the catalogue")]),
    (
        Slug::SingleLegBridge,
        None,
        &[
            ("Single-leg bridge|One-leg bridge|Single-leg hip bridge", "the catalogue"),
            ("Single Leg Glute Bridge", "wger 1740; Hevy"),
            ("Einbeinige Brücke|Einbeinige Bodenbrücke|Einbeinige Schulterbrücke", "trantor.is, a book of exercises"),
            (
                "Pont fessier sur une jambe|Pont fessier à une jambe|Pont fessier une jambe|Pont fessier unilatéral",
                "usual",
            ),
            ("Puente de glúteos a una pierna|Puente de glúteos con una pierna|Puente de glúteos unilateral", "usual"),
            ("单腿臀桥|单腿臀桥式", "usual"),
            ("片足ヒップリフト", "villagecenter.co.jp, 大腰筋と腹横筋が鍛えられる片足ヒップリフト"),
            ("シングルレッグヒップリフト|ワンレッグヒップリフト", "beautopia.jp; wes.trainingdungeon.com"),
            ("片脚ヒップリフト|片脚ヒップブリッジ|シングルレッググルートブリッジ", "fitwill.app, exercise 0729; usual"),
        ],
    ),
    (
        Slug::BirdDog,
        None,
        &[
            ("Bird dog|Opposite arm and leg raise", "the catalogue; Bird Dog also wger 1572, Hevy"),
            ("Bird dogs", "usual"),
            ("Vogel-Hund", "the repository WildDragonKing/RehaSport"),
            // Named after the position in which it is done.
            ("Vierfüßlerstand|Vierfüßler", "angehoerige-pflegen.de; platinnetz.de; lebensinn.at"),
            ("Arm- und Beinheben im Vierfüßlerstand|Arm-/Beinheben im Vierfüßlerstand", "usual"),
            ("Chien d'oiseau|Oiseau-chien|Chien-oiseau", "sante.vip; hop-sport.fr; drhenry.org"),
            ("Perro-pájaro|Pájaro-perro", "usual"),
            ("鸟狗式|鸟狗", "bohe.cn, 缓解腰酸背痛的动作"),
            ("バードドッグ|バードドック", "zinsoku.jp, 体幹の強化"),
        ],
    ),
    (
        Slug::Superman,
        None,
        &[
            (
                "Superman|Flying swallow|Prone back extension",
                "the catalogue; Superman also Hevy; wger 636, in German too",
            ),
            ("Supermans|Superman hold", "FitNotes' users"),
            ("超人式|スーパーマン", "usual"),
            ("小燕飞|小飞燕|飞燕式", "bohe.cn; chaxiaohao.com, 小燕飞动作是怎么做的"),
        ],
    ),
    (
        Slug::PushUp,
        Some("floor"),
        &[
            ("Push-up|Press-up", "the catalogue; Push Up also Hevy, Strong; wger 1551"),
            ("Push-ups|Press-ups", "wger 1675; FitNotes' users"),
            ("Push Up (Weighted)|Weighted push-ups", "Hevy; Strong; wger 1902"),
            ("Liegestütz|Liegestütze|Liegestützen", "word; wger 985"),
            ("Pompe|Pompes", "word; wger 454, 985"),
            ("Flexiones|Lagartijas|Flexiones de brazos|Flexiones de pecho", "wger 1551"),
            ("俯卧撑|标准俯卧撑", "word; wger 454, 985"),
            ("腕立て伏せ|腕立て|プッシュアップ", "word"),
        ],
    ),
    (
        Slug::PushUp,
        Some("knee"),
        &[
            ("Push Up (Knees)|Kneeling Push Up|Knee push-ups|Knee push-up", "Strong; Hevy; wger 1218"),
            ("Pompes sur les genoux|Pompes à genoux", "wger 1218"),
            ("Liegestütze auf Knien|Liegestütze auf den Knien|Knieliegestütze|Knieliegestütz", "usual"),
            ("Flexiones de rodillas|Flexiones con apoyo de rodillas|Flexiones con rodillas apoyadas", "usual"),
            ("跪姿俯卧撑|膝つき腕立て伏せ|膝つきプッシュアップ", "usual"),
        ],
    ),
    (
        Slug::PushUp,
        Some("incline"),
        &[
            ("Incline Push Up|Incline Push Ups", "Hevy; wger 313; FitNotes' users"),
            ("Pompes inclinées|Flexiones inclinadas|上斜俯卧撑|インクラインプッシュアップ", "usual"),
        ],
    ),
    (
        Slug::PushUp,
        Some("wall"),
        &[
            ("Wall push-up|Wall push-ups", "wger 713"),
            ("Wandliegestütze|Wandliegestütz|Liegestütze an der Wand", "usual"),
            ("Pompes au mur|Pompes contre un mur|Flexiones en la pared|Flexiones de pared", "usual"),
            ("靠墙俯卧撑|墙壁俯卧撑|扶墙俯卧撑|壁腕立て伏せ", "usual"),
        ],
    ),
    (
        Slug::PullUp,
        Some("full"),
        &[
            ("Pull-up", "the catalogue; Hevy; FitNotes; Strong"),
            ("Pull-ups", "wger 475"),
            ("Pull Up (Weighted)|Weighted pull-up|Weighted pull-ups", "Hevy; Strong"),
            ("Klimmzug|Klimmzüge", "word; wger 475"),
            ("Tractions|Tractions à la barre|Traction à la barre|Tractions à la barre fixe", "wger 475"),
            ("Dominadas|Dominada|Dominadas en barra", "wger 475"),
            ("引体向上", "word; wger 475"),
            ("懸垂|プルアップ", "word"),
        ],
    ),
    (
        Slug::PullUp,
        Some("band-assisted"),
        &[
            ("Pull Up (Band)|Band-assisted pull-up|Band-assisted pull-ups", "Hevy; Strong; the catalogue"),
            ("Klimmzüge mit Band|Tractions avec élastique|Dominadas con banda|弹力带引体向上", "usual"),
        ],
    ),
    (
        Slug::PullUp,
        Some("row"),
        &[
            ("Inverted Row (Bodyweight)|Inverted Row|Inverted Rows", "Strong; Hevy; wger 1198"),
            ("Australian pull-ups|Australian pull-up|Tractions australiennes", "wger 1219"),
            ("Australische Klimmzüge|Dominadas australianas|Remo invertido|反向划船|斜め懸垂", "usual"),
        ],
    ),
    (
        Slug::DeadBug,
        None,
        &[
            ("Dead bug|Dead bugs", "the catalogue; Hevy; wger 178"),
            ("Toter Käfer|Insecte mort", "usual"),
            ("Bicho muerto|Insecto muerto", "wger 178"),
            ("死虫式|死虫", "usual"),
            ("デッドバグ", "sekitsui-karada-lab.com, 体幹エクササイズ"),
        ],
    ),
    (
        Slug::SidePlank,
        None,
        &[
            ("Side plank|Side bridge", "the catalogue; Side Plank also Hevy, FitNotes, wger 580"),
            ("Side planks", "usual"),
            ("Seitstütz|Seitenstütz|Seitlicher Stütz|Seitlicher Unterarmstütz", "platinnetz.de, Rückenübungen zuhause"),
            ("Seitenplanke|Seitplanke", "wger 1019"),
            ("Planche latérale", "wger 580, 1019"),
            ("Gainage latéral", "usual"),
            ("Plancha lateral", "wger 1321"),
            ("侧平板支撑|侧平板|侧桥", "usual"),
            ("サイドプランク|サイドブリッジ", "usual; wes.trainingdungeon.com; fitwill.app, exercise 0703"),
        ],
    ),
    (Slug::SidePlank, Some("knee"), &[("Side plank (Knees)|Knee side plank", "the catalogue")]),
    (
        Slug::FrontPlank,
        None,
        &[
            ("Front plank|Plank|Forearm plank", "the catalogue; Plank also Hevy, FitNotes, wger 458"),
            ("Planks|Elbow plank|Low plank|Plank hold", "usual; FitNotes' users"),
            ("Unterarmstütz", "br.de, Physiotherapie-Übungen; lebensinn.at"),
            ("Unterarmstütze|Unterarm-Plank|Planke", "wger 458, 1001"),
            // An English planche is a gymnast's hold, rare next to the French plank.
            ("Planche", "Hevy's titles"),
            ("Planche pour les avant-bras|Planche sur les avant-bras", "wger 458"),
            ("Planche ventrale|Planche frontale|Gainage ventral|Gainage planche|Gainage frontal", "usual"),
            ("Plancha", "Hevy's titles; antena3.com, aliviar el dolor de espalda"),
            ("Plancha de antebrazo|Plancha abdominal|Plancha frontal", "wger 458; usual"),
            ("平板支撑", "wger 458; jiangsulong.com, 职业病"),
            ("棒式", "Hevy's titles"),
            ("プランク|フロントプランク|フロントブリッジ|エルボープランク", "usual; wes.trainingdungeon.com"),
        ],
    ),
    (
        Slug::CatCow,
        None,
        &[
            ("Cat-cow|Cat-camel", "the catalogue"),
            ("Cat-cow stretch|Cat-cow pose|Cat-camel stretch|Cat and cow|Cat and camel", "usual"),
            ("Katze-Kuh|Katze und Kuh", "usual"),
            ("Katzenbuckel und Pferderücken|Katzenbuckel-Pferderücken", "platinnetz.de, Rückenübungen zuhause"),
            ("Chat-vache|Chat-chameau|Posture du chat-vache", "usual"),
            ("Gato-vaca|Estiramiento gato-vaca|Postura gato-vaca", "curasana.es, ejercicios para aliviar el dolor"),
            ("Gato-camello", "usual"),
            ("猫牛式|猫牛式伸展", "usual"),
            ("猫驼式", "bohe.cn, 缓解腰酸背痛的动作"),
            ("キャットカウ|キャットアンドカウ|猫と牛のポーズ", "usual"),
        ],
    ),
    (
        Slug::CurlUp,
        None,
        &[
            ("Curl-up|Modified curl-up", "the catalogue"),
            (
                "McGill curl-up|Curl-up de McGill|麦吉尔卷腹|マッギルカールアップ",
                "S. McGill's name for it, and its translations",
            ),
        ],
    ),
    (
        Slug::WallAngel,
        None,
        &[
            ("Wall angel|Wall angels", "the catalogue; wger 1679"),
            ("Wandengel|Ange au mur|Anges au mur|Ángel en la pared|Ángeles en la pared", "usual"),
            ("靠墙天使|ウォールエンジェル", "usual"),
        ],
    ),
    (
        Slug::HipHinge,
        None,
        &[
            ("Hip hinge|Hip hinges|Hip bend", "the catalogue; wger 1578"),
            // Not Hüftbeugung and flexion de hanche, which are another movement.
            ("Charnière de hanche|Bisagra de cadera|髋铰链|ヒップヒンジ", "usual"),
        ],
    ),
    (
        Slug::ChildsPose,
        None,
        &[
            ("Child's pose|Bottom to heels stretch", "the catalogue; wger 1002"),
            ("Child pose|Balasana", "usual; the pose's name in Sanskrit"),
            ("Kinderpose", "wger 1002"),
            ("Kindhaltung|Kindshaltung|Kindstellung|Stellung des Kindes|Haltung des Kindes", "usual"),
            ("Position de l'enfant|Posture de l'enfant", "wger 1002; usual"),
            ("Postura del niño|Posición del niño", "wger 1002; curasana.es, ejercicios para aliviar el dolor"),
            ("婴儿式", "wger 1002"),
            ("チャイルドポーズ|子供のポーズ|子どものポーズ", "usual"),
        ],
    ),
    (
        Slug::Walking,
        None,
        &[
            ("Walking|Walk|Walks", "the catalogue; Hevy; FitNotes; wger 1104"),
            ("Walking (Outdoor)|Outdoor walk", "Strong"),
            ("Gehen|Spazierengehen|Spaziergang|Marche|Marche à pied|Caminar|Caminata", "word"),
            ("步行|走路|散步|ウォーキング|散歩", "word"),
        ],
    ),
    (
        Slug::Walking,
        Some("brisk"),
        &[("Brisk walk|Brisk walking", "the catalogue"), ("Marche rapide|Caminata rápida|快走|健走|早歩き", "word")],
    ),
];

/// Words that often mean an exercise of the catalogue, but not always: they stay the person's own, and the report says
/// how to read them otherwise.
///
/// The bare word for a bridge names our exercise on pages of health (gesundheitskasse.at, "Die Brücke in Rückenlage";
/// pilatesadiario.blogspot.com, "El puente") and the gymnast's backbend on others (haui.eu, "Die Brücke"; wger 1263,
/// "Puente con propio peso"). wger calls its barbell hip thrust "Beckenheben". "Gainage" is any bracing of the trunk, a
/// "wall slide" of rehabilitation may be a squat, and "チンニング" is done in either grip.
pub(super) const PERHAPS: [(Slug, &str); 6] = [
    (Slug::Bridge, "Brücke|Pont|Puente|桥式|ブリッジ|Beckenheben"),
    (Slug::FrontPlank, "Gainage"),
    (Slug::PullUp, "チンニング"),
    (Slug::WallAngel, "Wall Slide|Wall Slides"),
    (Slug::CatCow, "Katzenbuckel"),
    (Slug::DeadBug, "Käfer"),
];
