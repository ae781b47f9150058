use std::fs;
use std::io::{self, Write};
use std::path::Path;

use aws_lc_rs::rand;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The service's secrets: signing keys, of which the last one signs, and the secret from which the keys of refresh tokens are derived.
#[derive(Serialize, Deserialize)]
pub struct KeyFile {
    pub(super) signing: Vec<SigningKey>,
    /// 32 bytes in base64.
    refresh_secret: String,
}

/// One signing key of the file.
#[derive(Serialize, Deserialize)]
pub(super) struct SigningKey {
    pub(super) kid: String,
    /// An ECDSA P-256 key pair, PKCS #8 in base64.
    pkcs8: String,
}

impl KeyFile {
    /// Reads the key file; the first start creates it, with permissions for its owner only.
    ///
    /// # Errors
    /// When the file can't be read or made, is not a key file, or is readable by others.
    pub fn load_or_create(path: &Path) -> io::Result<Self> {
        if !path.exists() {
            Self::create(path)?;
        }
        refuse_readable_by_others(path)?;
        serde_json::from_slice(&fs::read(path)?).map_err(io::Error::from)
    }

    fn create(path: &Path) -> io::Result<()> {
        let mut secret = [0; 32];
        rand::fill(&mut secret).map_err(io::Error::other)?;
        let file = Self { signing: vec![SigningKey::generate()?], refresh_secret: STANDARD.encode(secret) };
        // Written to a temporary file and linked into place: of two nodes that start together one wins, and neither reads half a
        // file.
        let aside = path.with_extension(format!("{}.tmp", Uuid::new_v4()));
        write_private(&aside, &serde_json::to_vec_pretty(&file)?)?;
        let linked = fs::hard_link(&aside, path);
        fs::remove_file(&aside)?;
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    /// The secret under every refresh token's key.
    pub(super) fn refresh_secret(&self) -> io::Result<Vec<u8>> {
        STANDARD.decode(&self.refresh_secret).map_err(io::Error::other)
    }
}

impl SigningKey {
    fn generate() -> io::Result<Self> {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map_err(io::Error::other)?;
        Ok(Self { kid: Uuid::new_v4().simple().to_string(), pkcs8: STANDARD.encode(pkcs8.as_ref()) })
    }

    pub(super) fn pkcs8(&self) -> io::Result<Vec<u8>> {
        STANDARD.decode(&self.pkcs8).map_err(io::Error::other)
    }
}

#[cfg(unix)]
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(not(unix))]
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::options().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn refuse_readable_by_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    let others = mode & 0o077;
    if others == 0 {
        return Ok(());
    }
    Err(io::Error::other(format!("{} is readable by others; allow its owner only (chmod 600)", path.display())))
}

#[cfg(not(unix))]
fn refuse_readable_by_others(_: &Path) -> io::Result<()> {
    Ok(())
}
