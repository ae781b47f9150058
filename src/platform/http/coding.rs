//! Content codings: how answers are compressed.

use std::io::{self, Write};

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;

/// A content coding that answers can be sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// Zstandard (RFC 8878).
    Zstd,
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
}

impl Coding {
    /// All, in the order of preference when a client accepts several with the same weight: the cheapest for its size first.
    pub const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// The name in `Content-Encoding` and `Accept-Encoding`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The name as a header's value.
    #[must_use]
    pub fn value(self) -> HeaderValue {
        HeaderValue::from_static(self.name())
    }

    /// The coding that a client prefers (RFC 9110, 12.5.3); nothing when it prefers the answer without one, or sent no
    /// `Accept-Encoding`.
    #[must_use]
    pub fn accepted(request: &HeaderMap) -> Option<Self> {
        let accepted = Accepted::of(request);
        let mut best = None;
        for coding in Self::ALL {
            let weight = accepted.weight(coding);
            if weight > 0.0 && best.is_none_or(|(_, highest)| weight > highest) {
                best = Some((coding, weight));
            }
        }
        best.map(|(coding, _)| coding)
    }

    /// Whether a client takes this coding rather than none, be there one that it prefers.
    #[must_use]
    pub fn is_accepted(self, request: &HeaderMap) -> bool {
        Accepted::of(request).weight(self) > 0.0
    }

    /// Compresses at a fast level, for a body that is sent once.
    ///
    /// # Errors
    /// None is known; the libraries' signatures have them.
    pub fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Zstd => zstd::bulk::compress(bytes, 3),
            Self::Brotli => {
                let mut out = CompressorWriter::new(Vec::with_capacity(bytes.len() / 4), 4096, 4, 22);
                out.write_all(bytes)?;
                Ok(out.into_inner())
            }
            Self::Gzip => {
                let mut out = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(5));
                out.write_all(bytes)?;
                out.finish()
            }
        }
    }
}

/// The content codings that a request lists, with their weights.
struct Accepted<'a>(Vec<(&'a str, f32)>);

impl<'a> Accepted<'a> {
    fn of(request: &'a HeaderMap) -> Self {
        let values = request.get_all(ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
        Self(values.flat_map(|value| value.split(',')).map(weighted).collect())
    }

    fn named(&self, name: &str) -> Option<f32> {
        self.0.iter().find(|(listed, _)| listed.eq_ignore_ascii_case(name)).map(|(_, weight)| *weight)
    }

    /// The weight of a coding; 0 when no coding at all is preferred to it.
    fn weight(&self, coding: Coding) -> f32 {
        let weight = self.named(coding.name()).or_else(|| self.named("*")).unwrap_or(0.0);
        if weight < self.named("identity").unwrap_or(0.0) { 0.0 } else { weight }
    }
}

/// A coding with its weight; 0, that is refused, when the weight can't be read.
fn weighted(item: &str) -> (&str, f32) {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (name, weight.map_or(1.0, |weight| weight.parse().ok().filter(|q| (0.0..=1.0).contains(q)).unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn accepted(header: &str) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(header).unwrap());
        Coding::accepted(&headers)
    }

    #[test]
    fn the_client_chooses() {
        assert_eq!(Coding::accepted(&HeaderMap::new()), None);
        for (header, expected) in [
            ("", None),
            ("identity", None),
            ("deflate, compress", None),
            ("gzip", Some(Coding::Gzip)),
            ("GZIP", Some(Coding::Gzip)),
            ("gzip, deflate, br, zstd", Some(Coding::Zstd)),
            ("gzip, deflate, br", Some(Coding::Brotli)),
            ("gzip;q=1.0, br;q=0.5", Some(Coding::Gzip)),
            ("gzip;q=0, br; q=0.001", Some(Coding::Brotli)),
            ("*", Some(Coding::Zstd)),
            ("*;q=0.1, gzip", Some(Coding::Gzip)),
            ("zstd;q=0, *", Some(Coding::Brotli)),
            ("*;q=0", None),
            ("identity;q=1, gzip;q=0.5", None),
            ("identity;q=0.5, gzip", Some(Coding::Gzip)),
            ("gzip;q=nonsense", None),
            ("gzip;q=2", None),
            (",,;q=1, gzip", Some(Coding::Gzip)),
        ] {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn what_is_there_in_one_coding_is_sent_to_whoever_takes_it() {
        for (header, expected) in [
            ("", false),
            ("identity", false),
            ("br, zstd", false),
            ("gzip;q=0.1, br", true),
            ("*", true),
            ("gzip;q=0, *", false),
            ("identity, gzip;q=0.5", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(header).unwrap());
            assert_eq!(Coding::Gzip.is_accepted(&headers), expected, "{header}");
        }
    }

    #[test]
    fn what_was_compressed_is_read_again() {
        let text = "Seven calm herons at dawn. ".repeat(2_000);
        for coding in Coding::ALL {
            let compressed = coding.compress(text.as_bytes()).unwrap();
            assert!(compressed.len() < text.len() / 20, "{coding:?} {}", compressed.len());
            let mut read = String::new();
            match coding {
                Coding::Zstd => {
                    read = String::from_utf8(zstd::bulk::decompress(&compressed, text.len()).unwrap()).unwrap();
                }
                Coding::Brotli => {
                    brotli::Decompressor::new(&compressed[..], 4096).read_to_string(&mut read).unwrap();
                }
                Coding::Gzip => {
                    flate2::read::GzDecoder::new(&compressed[..]).read_to_string(&mut read).unwrap();
                }
            }
            assert_eq!(read, text, "{coding:?}");
        }
    }
}
