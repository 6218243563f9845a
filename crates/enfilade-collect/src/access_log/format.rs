//! Which format a log has, and reading its lines.

use super::LogLine;
use super::combined::read_combined;
use super::fields::FieldNames;
use super::json::read_caddy;
use crate::limits::LOG_LINE_BYTES;
use crate::outcome::Rejection;
use crate::segment::utf8;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogFormat {
    /// `address - - [time] "request" status bytes "referrer" "agent"`.
    Combined,
    /// As combined, without referrer and agent.
    Common,
    /// `host:port` in front of combined.
    VhostCombined,
    /// One JSON object a line, as Caddy writes them.
    CaddyJson,
    /// Tab-separated standard logs of `CloudFront`, with `#Fields:`.
    CloudFront,
    /// W3C extended logs, as IIS writes them, with `#Fields:`.
    W3c,
}

impl LogFormat {
    pub const ALL: [Self; 6] =
        [Self::Combined, Self::Common, Self::VhostCombined, Self::CaddyJson, Self::CloudFront, Self::W3c];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Combined => "combined",
            Self::Common => "common",
            Self::VhostCombined => "vhost-combined",
            Self::CaddyJson => "caddy-json",
            Self::CloudFront => "cloudfront",
            Self::W3c => "w3c",
        }
    }
}

/// Recognises the format by the first lines: the one that reads most of them. `None` when none reads any.
#[must_use]
pub fn detect<L: AsRef<[u8]>>(lines: &[L]) -> Option<LogFormat> {
    let sample = || lines.iter().map(AsRef::as_ref).take(50);
    let directive = sample().find(|line| line.starts_with(b"#Fields:"));
    if let Some(directive) = directive {
        // CloudFront alone separates by tabs and names its edge.
        let edge = directive.windows(15).any(|window| window == b"x-edge-location");
        return Some(if edge { LogFormat::CloudFront } else { LogFormat::W3c });
    }
    let read_by = |format: LogFormat| {
        let mut reader = LogReader::new(format);
        sample().zip(1..).filter(|(line, number)| matches!(reader.read_line(line, *number), Ok(Some(_)))).count()
    };
    [LogFormat::CaddyJson, LogFormat::Combined, LogFormat::VhostCombined, LogFormat::Common]
        .into_iter()
        .map(|format| (format, read_by(format)))
        .filter(|(_, count)| *count > 0)
        // The first of equals wins, so combined is never taken for common.
        .rev()
        .max_by_key(|(_, count)| *count)
        .map(|(format, _)| format)
}

/// Reads the lines of one log, in order.
#[derive(Debug, Clone)]
pub struct LogReader {
    format: LogFormat,
    fields: FieldNames,
}

impl LogReader {
    #[must_use]
    pub fn new(format: LogFormat) -> Self {
        let fields = if format == LogFormat::CloudFront { FieldNames::cloud_front() } else { FieldNames::default() };
        Self { format, fields }
    }

    /// Reads one line; `number` counts from one. `Ok(None)` for empty lines and directives. Bytes that are no
    /// UTF-8 are read as U+FFFD: scanners send them, and their requests count as such.
    ///
    /// # Errors
    /// The line is too long, or does not have the format; the rejection names line, field and reason.
    pub fn read_line(&mut self, line: &[u8], number: u64) -> Result<Option<LogLine>, Rejection> {
        self.read(line).map_err(|rejection| rejection.at_line(number))
    }

    fn read(&mut self, line: &[u8]) -> Result<Option<LogLine>, Rejection> {
        if line.len() > LOG_LINE_BYTES {
            return Err(Rejection::whole(format!("the line has more than {LOG_LINE_BYTES} bytes")));
        }
        // Scanners send raw bytes, which servers write down as they came: they are worth a count, not a refusal.
        let lossy;
        let line = match utf8(line) {
            Ok(line) => line,
            Err(_) => {
                lossy = String::from_utf8_lossy(line);
                &lossy
            }
        };
        let line = line.trim_end_matches(['\r', '\n']);
        if line.trim().is_empty() {
            return Ok(None);
        }
        match self.format {
            LogFormat::Combined => read_combined(line, false, true).map(Some),
            LogFormat::Common => read_combined(line, false, false).map(Some),
            LogFormat::VhostCombined => read_combined(line, true, true).map(Some),
            LogFormat::CaddyJson => read_caddy(line),
            LogFormat::CloudFront | LogFormat::W3c => {
                if let Some(directive) = line.strip_prefix('#') {
                    self.fields.read_directive(directive);
                    return Ok(None);
                }
                self.fields.read_line(line, self.format == LogFormat::CloudFront).map(Some)
            }
        }
    }
}
