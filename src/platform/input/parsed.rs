/// Gives a type with `FromStr` and `Display` its JSON form, a string, in both directions: `Deserr` for input from
/// outside (an error with code `$code` and the parser's own message), serde for what is stored and answered.
macro_rules! parsed_text {
    ($type:ty, $code:literal) => {
        impl deserr::Deserr<$crate::platform::input::FieldErrors> for $type {
            fn deserialize_from_value<V: deserr::IntoValue>(
                value: deserr::Value<V>,
                location: deserr::ValuePointerRef<'_>,
            ) -> Result<Self, $crate::platform::input::FieldErrors> {
                let text = String::deserialize_from_value(value, location)?;
                text.parse().map_err(|detail| {
                    $crate::platform::input::FieldErrors::at(location, concat!("invalid_", $code), detail)
                })
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl utoipa::ToSchema for $type {}
    };
}

pub(crate) use parsed_text;
