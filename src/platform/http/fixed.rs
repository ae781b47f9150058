use std::io::{self, Read};
use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap};
use actix_web::web::Bytes;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::GzDecoder;

use super::coding::Coding;
use super::{Conditions, Problem};

/// A file of the program, gzipped. Whoever takes it so is sent the bytes of the program; for everybody else it is unpacked
/// each time, since next to nobody asks for that, and the plain file would stay in memory.
pub struct FixedFile {
    media_type: &'static str,
    packed: &'static [u8],
    etag: OnceLock<String>,
}

impl FixedFile {
    /// A file of this media type.
    #[must_use]
    pub const fn new(media_type: &'static str, packed: &'static [u8]) -> Self {
        Self { media_type, packed, etag: OnceLock::new() }
    }

    /// The answer to a request for it with these headers.
    ///
    /// # Errors
    /// When it can't be unpacked.
    pub fn answer(&self, headers: &HeaderMap, conditions: &Conditions) -> Result<HttpResponse, Problem> {
        let etag = self.etag();
        if conditions.is_fresh(etag) {
            return Ok(HttpResponse::NotModified()
                .insert_header((ETAG, etag))
                .insert_header((CACHE_CONTROL, "no-cache"))
                .finish());
        }
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, self.media_type));
        response.insert_header((ETAG, etag));
        // It may be cached but must be revalidated: another version of the program may have another one.
        response.insert_header((CACHE_CONTROL, "no-cache"));
        if Coding::Gzip.is_accepted(headers) {
            response.insert_header((CONTENT_ENCODING, Coding::Gzip.value()));
            return Ok(response.body(Bytes::from_static(self.packed)));
        }
        Ok(response.body(self.unpacked().map_err(Problem::internal)?))
    }

    /// The file itself.
    ///
    /// # Errors
    /// When it can't be unpacked.
    pub fn unpacked(&self) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        GzDecoder::new(self.packed).read_to_end(&mut plain)?;
        Ok(plain)
    }

    /// The entity tag: a digest of the packed file.
    fn etag(&self) -> &str {
        self.etag.get_or_init(|| {
            let digest = digest::digest(&digest::SHA256, self.packed);
            format!("\"{}\"", URL_SAFE_NO_PAD.encode(digest.as_ref().get(..16).unwrap_or_default()))
        })
    }
}
