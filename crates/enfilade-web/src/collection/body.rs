//! Bodies as they arrive: any content type, perhaps compressed, never larger than allowed.

use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use flate2::read::MultiGzDecoder;
use http_body_util::BodyExt;

use super::Limits;
use super::answer::Refusal;

/// The first bytes of a gzip file; RudderStack's Node SDK compresses without saying so in a header.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Reads a body and inflates it when it is compressed.
///
/// # Errors
/// Too large before or after inflation, cut off, or in an encoding other than gzip.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Bytes, Refusal> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let bytes = read_up_to(body, announced.unwrap_or(0), limits.body_bytes).await?;
    let encoding = headers.get(CONTENT_ENCODING).map_or(&b""[..], |value| value.as_bytes().trim_ascii());
    if bytes.starts_with(&GZIP_MAGIC) {
        return inflate(&bytes, limits.inflated_bytes).map(Bytes::from);
    }
    match encoding {
        // A client that announces gzip and then sends plain JSON is understood all the same.
        b"" | b"identity" | b"gzip" | b"x-gzip" => Ok(bytes),
        _ => Err(Refusal::Invalid {
            field: "content-encoding".to_owned(),
            reason: "only gzip is understood; send gzip or nothing".to_owned(),
        }),
    }
}

/// A body that is too large is still read to its end, up to this many times the limit: a sender that is cut off in the
/// middle of writing sees a broken connection and never the answer.
const PATIENCE: usize = 16;

async fn read_up_to(mut body: Body, announced: usize, limit: usize) -> Result<Bytes, Refusal> {
    let too_large = || Refusal::TooLarge { limit };
    if announced > limit.saturating_mul(PATIENCE) {
        return Err(too_large());
    }
    let mut kept = Vec::with_capacity(announced.min(limit));
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::body("ended before it was complete"))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen <= limit {
            kept.extend_from_slice(&data);
        } else if seen > limit.saturating_mul(PATIENCE) {
            break;
        }
    }
    if seen > limit { Err(too_large()) } else { Ok(Bytes::from(kept)) }
}

/// Inflates at most `limit` bytes: memory is bounded whatever the sender claims.
fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut inflated = Vec::with_capacity(bytes.len().saturating_mul(4).min(limit));
    MultiGzDecoder::new(bytes)
        .take(limit as u64 + 1)
        .read_to_end(&mut inflated)
        .map_err(|_| Refusal::body("not complete gzip; it was cut off or damaged on its way"))?;
    if inflated.len() > limit { Err(Refusal::TooLarge { limit }) } else { Ok(inflated) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_was_compressed_comes_back() {
        assert_eq!(inflate(&gzip(b"{\"a\":1}"), 100).unwrap(), b"{\"a\":1}");
    }

    #[test]
    fn a_bomb_is_refused_without_being_inflated() {
        let bomb = gzip(&vec![b'0'; 4 << 20]);
        assert!(bomb.len() < 6_000);
        assert_eq!(inflate(&bomb, 1 << 16), Err(Refusal::TooLarge { limit: 1 << 16 }));
    }

    #[test]
    fn every_truncation_is_told() {
        let whole = gzip(b"{\"batch\":[]}");
        for length in 2..whole.len() {
            assert!(matches!(inflate(&whole[..length], 100), Err(Refusal::Invalid { .. })), "{length}");
        }
    }

    #[tokio::test]
    async fn limits_hold_on_the_wire() {
        let limits = Limits { body_bytes: 10, ..Limits::default() };
        let read = read(&HeaderMap::new(), Body::from(vec![b' '; 11]), &limits).await;
        assert_eq!(read, Err(Refusal::TooLarge { limit: 10 }));
    }

    #[tokio::test]
    async fn other_encodings_are_named() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, "br".parse().unwrap());
        let refusal = read(&headers, Body::from("xx"), &Limits::default()).await.unwrap_err();
        assert!(matches!(refusal, Refusal::Invalid { field, .. } if field == "content-encoding"));
    }
}
