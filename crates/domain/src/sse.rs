//! Server-sent events, cut out of a byte stream. Used on the server (to count tokens while relaying)
//! and in the browser (to show the answer as it comes).
//!
//! Only what the OpenAI wire uses: `data:` lines, events ended by a blank line, any line end.
//! Source: WHATWG HTML, 9.2.6 "Interpreting an event stream".

/// Collects bytes and gives back the `data` of each finished event.
#[derive(Debug, Default)]
pub struct EventReader {
    line: Vec<u8>,
    data: String,
    has_data: bool,
    after_cr: bool,
}

impl EventReader {
    /// The longest event that is kept; a longer one is cut off, so that a hostile stream can't fill
    /// the memory.
    pub const MAX_EVENT_BYTES: usize = 1 << 20;

    /// Takes the next bytes, at any boundary, and returns the events finished by them.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut events = Vec::new();
        for &byte in bytes {
            let follows_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
            match byte {
                b'\n' if follows_cr => {}
                b'\n' | b'\r' => events.extend(self.end_line()),
                _ if self.line.len() < Self::MAX_EVENT_BYTES => self.line.push(byte),
                _ => {}
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            let is_event = std::mem::take(&mut self.has_data);
            let data = std::mem::take(&mut self.data);
            return is_event.then_some(data);
        }
        let line = String::from_utf8_lossy(&line);
        if let Some(value) = line.strip_prefix("data:") {
            if self.has_data {
                self.data.push('\n');
            }
            self.has_data = true;
            if self.data.len() < Self::MAX_EVENT_BYTES {
                self.data.push_str(value.strip_prefix(' ').unwrap_or(value));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_events_with_any_line_end() {
        let mut reader = EventReader::default();
        assert_eq!(reader.push(b"data: a\n\ndata: b\r\n\r\ndata:c\r\r: comment\n\n"), ["a", "b", "c"]);
    }

    proptest! {
        #[test]
        fn boundaries_do_not_matter(cuts in prop::collection::vec(0usize..60, 0..8)) {
            let stream = "data: {\"x\":1}\r\n\r\ndata: two\ndata: lines\n\nevent: e\ndata: é\n\n".as_bytes();
            let mut cuts: Vec<_> = cuts.into_iter().map(|c| c.min(stream.len())).collect();
            cuts.sort_unstable();
            let mut reader = EventReader::default();
            let mut events = Vec::new();
            let mut from = 0;
            for cut in cuts.into_iter().chain([stream.len()]) {
                events.extend(reader.push(&stream[from..cut]));
                from = cut;
            }
            prop_assert_eq!(events, vec!["{\"x\":1}".to_owned(), "two\nlines".to_owned(), "é".to_owned()]);
        }
    }
}
