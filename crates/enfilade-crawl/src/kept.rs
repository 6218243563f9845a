//! Answers that a crawl got and did not finish with, kept for a day: whoever asks again goes on where it ended, and the
//! site is not asked for the same page twice.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::fetch::Fetched;

/// How long an answer may stand for the page. After it the page is asked for anew.
const AGE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// First line of a file, so that another version's files are not taken for this one's.
const FORM: &str = "enfilade answer 1";

/// The answers of one site. What cannot be written or read is fetched again; keeping is never in the way.
#[derive(Debug)]
pub(crate) struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// The answers of a host, in a folder of its own. What is too old is thrown away.
    pub(crate) fn open(folder: &Path, host: &str) -> Self {
        let name: String =
            host.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' }).collect();
        let kept = Self { folder: folder.join(name) };
        if let Ok(files) = fs::read_dir(&kept.folder) {
            for file in files.flatten() {
                let age = file.metadata().and_then(|about| about.modified()).map(|at| at.elapsed());
                if !matches!(age, Ok(Ok(age)) if age < AGE_MAX) {
                    let _ = fs::remove_file(file.path());
                }
            }
        }
        kept
    }

    fn file(&self, url: &Url) -> PathBuf {
        let mut hasher = DefaultHasher::new();
        url.as_str().hash(&mut hasher);
        self.folder.join(format!("{:016x}", hasher.finish()))
    }

    /// What this address answered.
    pub(crate) fn get(&self, asked: &Url) -> Option<Fetched> {
        let bytes = fs::read(self.file(asked)).ok()?;
        let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let [form, of, url, status, media_type, charset, robots_tag, cut] =
            <[&str; 8]>::try_from(head.split('\n').collect::<Vec<_>>()).ok()?;
        if form != FORM || of != asked.as_str() {
            return None;
        }
        Some(Fetched {
            url: Url::parse(url).ok()?,
            status: status.parse().ok()?,
            media_type: media_type.trim().to_owned(),
            body: bytes[end + 2..].to_vec(),
            is_cut: cut == "cut",
            robots_tag: robots_tag.trim().to_owned(),
            charset: charset.trim().to_owned(),
        })
    }

    /// Keeps an answer. A server's failure is none.
    pub(crate) fn put(&self, asked: &Url, fetched: &Fetched) {
        if fetched.status >= 500 || fetched.status == 429 {
            return;
        }
        let line = |text: &str| text.replace(['\n', '\r'], " ");
        // A space keeps an empty line from ending the head.
        let head = format!(
            "{FORM}\n{asked}\n{}\n{}\n {}\n {}\n {}\n{}\n\n",
            fetched.url,
            fetched.status,
            line(&fetched.media_type),
            line(&fetched.charset),
            line(&fetched.robots_tag),
            if fetched.is_cut { "cut" } else { "whole" },
        );
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(head.as_bytes())?;
            file.write_all(&fetched.body)?;
            file.persist(self.file(asked))?;
            Ok(())
        };
        let _ = write();
    }

    /// Throws everything away, once the site is read to its end.
    pub(crate) fn finish(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_whole_and_only_for_its_own_address() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::open(folder.path(), "www.example.com:8080");
        let url = Url::parse("http://www.example.com:8080/a?b=c").unwrap();
        assert!(kept.get(&url).is_none());
        let fetched = Fetched {
            url: Url::parse("http://www.example.com:8080/moved").unwrap(),
            status: 200,
            media_type: "text/html".to_owned(),
            body: b"<p>one\n\ntwo</p>\xff".to_vec(),
            is_cut: true,
            robots_tag: String::new(),
            charset: "latin1".to_owned(),
        };
        kept.put(&url, &fetched);
        let back = kept.get(&url).unwrap();
        assert_eq!(
            (back.url, back.status, back.body, back.is_cut),
            (fetched.url.clone(), 200, fetched.body.clone(), true)
        );
        assert_eq!((back.charset, back.robots_tag), (fetched.charset.clone(), String::new()));
        assert!(kept.get(&Url::parse("http://www.example.com:8080/other").unwrap()).is_none());
        let failing = Fetched { status: 503, ..fetched };
        let other = Url::parse("http://www.example.com:8080/failing").unwrap();
        kept.put(&other, &failing);
        assert!(kept.get(&other).is_none());
        kept.finish();
        assert!(kept.get(&url).is_none());
    }
}
