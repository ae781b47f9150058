use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap};
use actix_web::web::Bytes;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Conditions;
use super::coding::Coding;

/// A file that does not change while the program runs. Its entity tag is its digest. It is compressed once for each
/// coding, at the first request for that coding.
pub struct FixedFile {
    media_type: String,
    etag: String,
    plain: Bytes,
    coded: [OnceLock<Option<Bytes>>; Coding::ALL.len()],
}

impl FixedFile {
    /// A file of this media type.
    #[must_use]
    pub fn new(media_type: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let plain = content.into();
        let digest = digest::digest(&digest::SHA256, &plain);
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(digest.as_ref().get(..16).unwrap_or_default()));
        Self { media_type: media_type.into(), etag, plain, coded: Default::default() }
    }

    /// The answer to a request for it with these headers.
    #[must_use]
    pub fn answer(&self, headers: &HeaderMap, conditions: &Conditions) -> HttpResponse {
        if conditions.is_fresh(&self.etag) {
            return HttpResponse::NotModified()
                .insert_header((ETAG, self.etag.as_str()))
                .insert_header((CACHE_CONTROL, "no-cache"))
                .finish();
        }
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, self.media_type.as_str()));
        response.insert_header((ETAG, self.etag.as_str()));
        // It may be cached but must be revalidated: another version of the program may have another one.
        response.insert_header((CACHE_CONTROL, "no-cache"));
        match Coding::accepted(headers).and_then(|coding| Some((coding, self.coded(coding)?))) {
            Some((coding, bytes)) => response.insert_header((CONTENT_ENCODING, coding.value())).body(bytes),
            None => response.body(self.plain.clone()),
        }
    }

    /// The file in a coding; nothing when that is not smaller.
    fn coded(&self, coding: Coding) -> Option<Bytes> {
        let place = self.coded.get(coding as usize)?;
        let coded = place.get_or_init(|| match coding.compress_well(&self.plain) {
            Ok(bytes) => Some(Bytes::from(bytes)).filter(|bytes| bytes.len() < self.plain.len()),
            Err(error) => {
                tracing::error!(%error, coding = coding.name(), "a file was not compressed");
                None
            }
        });
        coded.clone()
    }
}

impl std::fmt::Debug for FixedFile {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {} of {} bytes", self.media_type, self.etag, self.plain.len())
    }
}
