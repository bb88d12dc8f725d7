//! Token counts and token texts by o200k_base, the encoding of the gpt-4o family.
//! The encoding takes tens of megabytes: it is loaded at the first use, by a thread that may block.

use tiktoken_rs::CoreBPE;

use super::request::Message;

fn encoding() -> &'static CoreBPE {
    tiktoken_rs::o200k_base_singleton()
}

pub(super) fn count(text: &str) -> usize {
    encoding().count_ordinary(text)
}

/// The tokens of a prompt: each message costs its parts and three more, the answer's start another three.
pub(super) fn count_prompt(messages: &[Message]) -> usize {
    let message = |message: &Message| {
        let name = message.name.as_deref().map_or(0, |name| count(name) + 1);
        3 + count(&message.role) + count(&message.text) + name
    };
    3 + messages.iter().map(message).sum::<usize>()
}

/// A text cut into its tokens. Characters that several tokens share stay whole: the piece then counts for them all.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut bytes, mut tokens) = (Vec::new(), 0);
    for token in encoding().encode_ordinary(text) {
        bytes.extend(encoding().decode_bytes(&[token]).unwrap_or_default());
        tokens += 1;
        if let Ok(text) = std::str::from_utf8(&bytes) {
            pieces.push(Piece { text: text.to_owned(), tokens });
            bytes.clear();
            tokens = 0;
        }
    }
    pieces
}

/// A part of an answer that can be sent on its own.
#[derive(Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) tokens: usize,
}

#[cfg(test)]
mod tests {
    use super::{count, pieces};

    #[test]
    fn pieces_join_to_the_text_and_count_its_tokens() {
        let text = "Grüße, 世界! 👩🏽‍🚀 The gateway answers.";
        let pieces = pieces(text);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        assert_eq!(pieces.iter().map(|piece| piece.tokens).sum::<usize>(), count(text));
        assert!(pieces.len() > 8);
    }
}
