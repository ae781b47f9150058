use std::io;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{self, HMAC_SHA256};

use super::KeyFile;
use crate::platform::ids::{RecordId, UserId};

/// Crockford's base 32: no letter is taken for another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a code, five bits each: 80 bits.
const LENGTH: usize = 16;

/// Characters between two dashes.
const GROUP: usize = 4;

/// Makes the codes of shares: derived from the share and a secret outside the database, so that none is ever stored and a
/// lost answer can be repeated.
pub struct ShareCodes {
    key: hmac::Key,
}

impl ShareCodes {
    /// Codes under the secret of the file.
    ///
    /// # Errors
    /// When the secret can't be read.
    pub fn new(keys: &KeyFile) -> io::Result<Self> {
        let root = hmac::Key::new(HMAC_SHA256, &keys.refresh_secret()?);
        Ok(Self { key: hmac::Key::new(HMAC_SHA256, hmac::sign(&root, b"share codes").as_ref()) })
    }

    /// The code of a client's share, like `7K2M-9QXT-4HBD-0ZRW`.
    #[must_use]
    pub fn code(&self, client: UserId, share: RecordId) -> String {
        let mac = hmac::sign(&self.key, &[client.0.as_bytes().as_slice(), share.0.as_bytes()].concat());
        let mut code = String::with_capacity(LENGTH + LENGTH / GROUP);
        for (index, byte) in mac.as_ref().iter().take(LENGTH).enumerate() {
            if index > 0 && index % GROUP == 0 {
                code.push('-');
            }
            // The lower five bits of each byte: all of them are equally random.
            code.push(char::from(ALPHABET[usize::from(byte % 32)]));
        }
        code
    }

    /// The hash of a code, which is stored. Case, dashes and spaces make no difference, nor does O for 0 or I and L for 1.
    #[must_use]
    pub fn hash(code: &str) -> Vec<u8> {
        let plain: String = code
            .chars()
            .filter(|letter| !matches!(letter, '-' | ' '))
            .map(|letter| match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        digest(&SHA256, plain.as_bytes()).as_ref().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_code_is_the_shares_own_and_reads_well() {
        let codes = ShareCodes { key: hmac::Key::new(HMAC_SHA256, b"secret") };
        let (client, share) = (UserId(Uuid::from_u128(1)), RecordId(Uuid::from_u128(2)));
        let code = codes.code(client, share);
        assert_eq!(code.len(), 19);
        assert_eq!(code, codes.code(client, share));
        assert_ne!(code, codes.code(client, RecordId(Uuid::from_u128(3))));
        assert_ne!(code, codes.code(UserId(Uuid::from_u128(3)), share));
        let spoken = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(ShareCodes::hash(&spoken), ShareCodes::hash(&code));
        assert_ne!(ShareCodes::hash(&code[1..]), ShareCodes::hash(&code));
    }
}
