use serde::Serialize;
use utoipa::ToSchema;

use super::channel::{CHANNELS, Channel};

/// All that a client needs to offer and check points: `GET /v1/acupoints`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Acupoints {
    /// The channels; a point is their code and a number from 1 to `maximum`.
    #[schema(value_type = Vec<Channel>)]
    pub channels: &'static [Channel],
    /// Points outside the channels, with what else they need.
    #[schema(value_type = Vec<ExtraPoint>)]
    pub extra: &'static [ExtraPoint],
    /// Points often recorded with back pain, for quick picking. They help to record what a practitioner did and are no
    /// advice on what to needle.
    #[schema(value_type = Vec<CommonPoint>)]
    pub common: &'static [CommonPoint],
}

/// A point outside the channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExtraPoint {
    /// The normalised code.
    #[schema(example = "EX-B2")]
    pub point: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Other spellings that are read as this point.
    #[schema(value_type = Vec<String>)]
    pub aliases: &'static [&'static str],
    /// The fields that have to come with it.
    #[schema(value_type = Vec<String>, example = json!(["level", "side"]))]
    pub needs: &'static [&'static str],
    /// What it is, in plain words.
    pub description: &'static str,
}

/// A channel point by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommonPoint {
    /// The normalised code.
    #[schema(example = "BL23")]
    pub point: &'static str,
    /// Its Chinese name in pinyin.
    #[schema(example = "Shenshu")]
    pub name: &'static str,
    /// Roughly where it is, in plain words.
    #[schema(example = "Low back, beside L2")]
    pub place: &'static str,
}

const EXTRA: [ExtraPoint; 2] = [
    ExtraPoint {
        point: "EX-B2",
        name: "Jiaji",
        aliases: &["Jiaji", "Huatuojiaji"],
        needs: &["level", "side"],
        description: "A row of points close beside the spine, one on each side at every vertebra from T1 to L5.",
    },
    ExtraPoint {
        point: "ASHI",
        name: "Ashi",
        aliases: &[],
        needs: &["zone"],
        description: "A tender spot without a fixed place; the zone says where it was.",
    },
];

const COMMON: [CommonPoint; 34] = [
    common("BL17", "Geshu", "Middle of the back, beside T7"),
    common("BL18", "Ganshu", "Middle of the back, beside T9"),
    common("BL20", "Pishu", "Middle of the back, beside T11"),
    common("BL22", "Sanjiaoshu", "Low back, beside L1"),
    common("BL23", "Shenshu", "Low back, beside L2"),
    common("BL24", "Qihaishu", "Low back, beside L3"),
    common("BL25", "Dachangshu", "Low back, beside L4"),
    common("BL26", "Guanyuanshu", "Low back, beside L5"),
    common("BL27", "Xiaochangshu", "Beside the sacrum, level with its first opening"),
    common("BL28", "Pangguangshu", "Beside the sacrum, level with its second opening"),
    common("BL31", "Shangliao", "First opening of the sacrum"),
    common("BL32", "Ciliao", "Second opening of the sacrum"),
    common("BL36", "Chengfu", "Middle of the fold below the buttock"),
    common("BL37", "Yinmen", "Back of the thigh"),
    common("BL40", "Weizhong", "Middle of the crease behind the knee"),
    common("BL52", "Zhishi", "Low back, further out than BL23, level with L2"),
    common("BL54", "Zhibian", "Buttock, beside the lower sacrum"),
    common("BL57", "Chengshan", "Middle of the calf"),
    common("BL60", "Kunlun", "Behind the outer ankle"),
    common("BL62", "Shenmai", "Below the outer ankle"),
    common("GB30", "Huantiao", "Outer buttock, behind the hip"),
    common("GB31", "Fengshi", "Outer side of the thigh"),
    common("GB34", "Yanglingquan", "Outer side of the leg, below the knee"),
    common("GB39", "Xuanzhong", "Outer side of the leg, above the ankle"),
    common("GV3", "Yaoyangguan", "Midline of the low back, below L4"),
    common("GV4", "Mingmen", "Midline of the low back, below L2"),
    common("GV14", "Dazhui", "Midline at the base of the neck, below C7"),
    common("GV26", "Shuigou", "Between nose and upper lip"),
    common("SI3", "Houxi", "Little-finger edge of the hand"),
    common("LI4", "Hegu", "Back of the hand, between thumb and index finger"),
    common("ST36", "Zusanli", "Front of the leg, below the knee"),
    common("SP6", "Sanyinjiao", "Inner side of the leg, above the ankle"),
    common("KI3", "Taixi", "Behind the inner ankle"),
    common("LR3", "Taichong", "Top of the foot, between the first two toes"),
];

const fn common(point: &'static str, name: &'static str, place: &'static str) -> CommonPoint {
    CommonPoint { point, name, place }
}

/// The reference list for clients (rules §8). Names and places follow the WHO standard.
#[must_use]
pub const fn acupoints() -> Acupoints {
    Acupoints { channels: &CHANNELS, extra: &EXTRA, common: &COMMON }
}

#[cfg(test)]
mod tests {
    use super::super::PointCode;
    use super::*;

    #[test]
    fn listed_points_are_written_as_they_are_read() {
        let list = acupoints();
        for point in list.common.iter().map(|one| one.point).chain(list.extra.iter().map(|one| one.point)) {
            assert_eq!(point.parse::<PointCode>().unwrap().as_str(), point);
        }
        for (point, alias) in list.extra.iter().flat_map(|one| one.aliases.iter().map(|alias| (one.point, alias))) {
            assert_eq!(alias.parse::<PointCode>().unwrap().as_str(), point);
        }
    }

    #[test]
    fn no_point_is_listed_twice() {
        for (i, one) in COMMON.iter().enumerate() {
            assert!(COMMON[i + 1..].iter().all(|other| other.point != one.point && other.name != one.name), "{one:?}");
        }
    }
}
