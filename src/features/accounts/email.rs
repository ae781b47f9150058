use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

use crate::platform::input::parsed_text;

/// An e-mail address, trimmed and in lower case, so that one person has one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = Cow<'static, str>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = text.trim().to_lowercase();
        // Only a mail to it can show that an address exists; this catches slips.
        let formed = || {
            let (local, domain) = address.rsplit_once('@')?;
            let plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
            let dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
            (plain(local) && !local.contains('@') && plain(domain) && dotted && address.len() <= 254).then_some(())
        };
        match formed() {
            Some(()) => Ok(Self(address)),
            None => Err("must be an e-mail address, like maria@example.org".into()),
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

parsed_text!(Email, "email");

impl utoipa::__dev::ComposeSchema for Email {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)))
            .max_length(Some(254))
            .examples(["maria@example.org"])
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_spelling() {
        assert_eq!(" Maria@Example.ORG ".parse::<Email>().unwrap().as_str(), "maria@example.org");
        for bad in ["", "maria", "maria@", "@example.org", "a b@example.org", "a@b@c.org", "a@localhost", "a@b..org"] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }
}
