//! Files to read from: plain or gzip, or standard input, with progress by bytes.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// Opens a file, or standard input for `-`. Gzip is recognised by its first bytes, whatever the name.
pub(crate) fn open(path: &Path, label: &str) -> Result<(Box<dyn BufRead>, ProgressBar), Failure> {
    let (raw, length): (Box<dyn Read>, Option<u64>) = if path == Path::new("-") {
        (Box::new(std::io::stdin()), None)
    } else {
        let file =
            File::open(path).map_err(|error| Failure::Usage(format!("cannot open {}: {error}", path.display())))?;
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(Failure::Usage(format!("{} is a directory, not a file", path.display())));
        }
        let length = file.metadata().ok().map(|metadata| metadata.len());
        (Box::new(file), length)
    };
    let progress = progress_bar(length, label);
    let mut counted = BufReader::with_capacity(1 << 16, progress.wrap_read(raw));
    let is_gzip = counted.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let input: Box<dyn BufRead> = if is_gzip {
        Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(counted)))
    } else {
        Box::new(counted)
    };
    Ok((input, progress))
}

fn progress_bar(length: Option<u64>, label: &str) -> ProgressBar {
    let (progress, template) = match length {
        Some(length) => (ProgressBar::new(length), "{msg:28} {wide_bar} {percent:>3} %  {eta}"),
        None => (ProgressBar::no_length(), "{msg:28} {bytes} {elapsed}"),
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    progress.with_style(style).with_message(label.to_owned())
}

/// A bar over a known number of things.
pub(crate) fn counting_bar(label: &str) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{msg:28} {human_pos} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::no_length().with_style(style).with_message(label.to_owned())
}
