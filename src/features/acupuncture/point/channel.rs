use serde::Serialize;
use utoipa::ToSchema;

/// A channel (meridian) and how many points it has (WHO *Standard Acupuncture Point Locations in the Western Pacific
/// Region*, 361 points in all; rules §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Channel {
    /// The WHO letters, such as `BL`.
    #[schema(example = "BL")]
    pub code: &'static str,
    /// The English name.
    #[schema(example = "Bladder channel")]
    pub name: &'static str,
    /// The Chinese name in pinyin.
    #[schema(example = "Zutaiyang Pangguangjing")]
    pub pinyin: &'static str,
    /// The number of its last point.
    #[schema(example = 67)]
    pub maximum: u8,
    /// Other letters that are read as this channel; answers always carry `code`.
    #[schema(value_type = Vec<String>, example = json!(["UB"]))]
    pub aliases: &'static [&'static str],
}

/// The fourteen channels with points of their own.
pub const CHANNELS: [Channel; 14] = [
    channel("LU", "Lung channel", "Shoutaiyin Feijing", 11, &[]),
    channel("LI", "Large intestine channel", "Shouyangming Dachangjing", 20, &[]),
    channel("ST", "Stomach channel", "Zuyangming Weijing", 45, &[]),
    channel("SP", "Spleen channel", "Zutaiyin Pijing", 21, &[]),
    channel("HT", "Heart channel", "Shoushaoyin Xinjing", 9, &[]),
    channel("SI", "Small intestine channel", "Shoutaiyang Xiaochangjing", 19, &[]),
    channel("BL", "Bladder channel", "Zutaiyang Pangguangjing", 67, &["UB"]),
    channel("KI", "Kidney channel", "Zushaoyin Shenjing", 27, &[]),
    channel("PC", "Pericardium channel", "Shoujueyin Xinbaojing", 9, &[]),
    channel("TE", "Triple energizer channel", "Shoushaoyang Sanjiaojing", 23, &["SJ", "TB"]),
    channel("GB", "Gallbladder channel", "Zushaoyang Danjing", 44, &[]),
    channel("LR", "Liver channel", "Zujueyin Ganjing", 14, &["LIV", "LV"]),
    channel("GV", "Governor vessel", "Dumai", 28, &["DU"]),
    channel("CV", "Conception vessel", "Renmai", 24, &["REN", "RN"]),
];

const fn channel(
    code: &'static str,
    name: &'static str,
    pinyin: &'static str,
    maximum: u8,
    aliases: &'static [&'static str],
) -> Channel {
    Channel { code, name, pinyin, maximum, aliases }
}

/// The channel with these letters or this alias, whatever their case.
pub(super) fn channel_of(letters: &str) -> Option<&'static Channel> {
    CHANNELS.iter().find(|one| {
        one.code.eq_ignore_ascii_case(letters) || one.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(letters))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_who_standard_has_361_points() {
        assert_eq!(CHANNELS.iter().map(|one| u32::from(one.maximum)).sum::<u32>(), 361);
    }

    #[test]
    fn no_letters_mean_two_channels() {
        let mut letters: Vec<_> = CHANNELS.iter().flat_map(|one| one.aliases.iter().chain([&one.code])).collect();
        let all = letters.len();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), all);
    }
}
