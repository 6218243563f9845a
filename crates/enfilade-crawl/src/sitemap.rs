//! Sitemaps: lists of pages and lists of lists, plain or compressed (sitemaps.org, protocol 0.9).

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// Bytes read of one sitemap after decompression, the protocol's own limit.
const BYTES_MAX: u64 = 50 * 1024 * 1024;

/// What a sitemap names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) pages: Vec<Url>,
    pub(crate) sitemaps: Vec<Url>,
}

/// Reads a sitemap; a broken one gives what could be read before the fault, a text list one page a line.
pub(crate) fn read(bytes: &[u8], base: &Url) -> Named {
    let inflated;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut out = Vec::new();
        // A file that is cut off still gives what came before.
        let _ = MultiGzDecoder::new(bytes).take(BYTES_MAX).read_to_end(&mut out);
        inflated = out;
        &inflated
    } else {
        bytes
    };
    let mut named = Named::default();
    let text = String::from_utf8_lossy(bytes);
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        named.pages.extend(text.lines().filter_map(|line| Url::parse(line.trim()).ok()).filter(is_web));
        return named;
    }
    let mut reader = Reader::from_str(&text);
    let (mut is_index, mut in_place) = (false, false);
    let mut place = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => match start.local_name().as_ref() {
                "sitemapindex" => is_index = true,
                "loc" => {
                    in_place = true;
                    place.clear();
                }
                _ => {}
            },
            Ok(Event::Text(words)) if in_place => place.push_str(words.as_ref()),
            Ok(Event::CData(words)) if in_place => place.push_str(words.as_ref()),
            Ok(Event::GeneralRef(entity)) if in_place => {
                place.push_str(match entity.as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => "",
                });
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == "loc" => {
                in_place = false;
                if let Some(url) = base.join(place.trim()).ok().filter(is_web) {
                    if is_index { &mut named.sitemaps } else { &mut named.pages }.push(url);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    named
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn base() -> Url {
        Url::parse("https://a.example/sitemap.xml").unwrap()
    }

    #[test]
    fn pages_indexes_and_compressed_ones() {
        let pages = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
            <url><loc> https://a.example/x?a=1&amp;b=2 </loc></url><url><loc><![CDATA[https://a.example/y]]></loc></url></urlset>";
        let named = read(pages.as_bytes(), &base());
        let expected: Vec<Url> =
            ["https://a.example/x?a=1&b=2", "https://a.example/y"].iter().map(|u| Url::parse(u).unwrap()).collect();
        assert_eq!(named.pages, expected);
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(pages.as_bytes()).unwrap();
        assert_eq!(read(&gz.finish().unwrap(), &base()).pages, expected);
        let index = "<sitemapindex><sitemap><loc>/blog-map.xml.gz</loc></sitemap></sitemapindex>";
        assert_eq!(
            read(index.as_bytes(), &base()).sitemaps,
            [Url::parse("https://a.example/blog-map.xml.gz").unwrap()]
        );
    }

    #[test]
    fn no_beginning_of_one_is_a_panic() {
        let whole = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><sitemapindex><sitemap><loc>&a;&#47;&bad;x]]></loc></sitemap>";
        for end in 0..whole.len() {
            read(&whole[..end], &base());
        }
    }

    #[test]
    fn broken_ones_give_what_came_before() {
        let named = read(b"<urlset><url><loc>https://a.example/x</loc></url><url><loc>https://a", &base());
        assert_eq!(named.pages.len(), 1);
        assert_eq!(read(b"\x1f\x8bnonsense", &base()), Named::default());
        assert_eq!(read(b"https://a.example/p\njunk\n", &base()).pages.len(), 1);
    }
}
