//! Cuts a `$filter` into words, quoted texts and punctuation.

use std::fmt;

use crate::rules::Problem;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    Word(String),
    /// A quoted text, without its quotes.
    Text(String),
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => formatter.write_str("'('"),
            Self::Close => formatter.write_str("')'"),
            Self::Comma => formatter.write_str("','"),
            Self::Word(word) | Self::Text(word) => write!(formatter, "'{word}'"),
        }
    }
}

pub(super) struct Lexer<'a> {
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) fn next(&mut self) -> Result<Option<Token>, Problem> {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let punctuation = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            ',' => Some(Token::Comma),
            _ => None,
        };
        if punctuation.is_some() {
            self.rest = &self.rest[1..];
            return Ok(punctuation);
        }
        if first == '\'' {
            return self.text().map(Some);
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || "(),'".contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(Some(Token::Word(word.to_owned())))
    }

    /// Takes the next token only if it is this word.
    pub(super) fn take_word(&mut self, word: &str) -> Result<bool, Problem> {
        let before = self.rest;
        if matches!(self.next()?, Some(Token::Word(found)) if found.eq_ignore_ascii_case(word)) {
            return Ok(true);
        }
        self.rest = before;
        Ok(false)
    }

    /// A quoted text; a doubled quote stands for one.
    fn text(&mut self) -> Result<Token, Problem> {
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1).peekable();
        while let Some((index, character)) = characters.next() {
            if character != '\'' {
                text.push(character);
            } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
                text.push('\'');
            } else {
                self.rest = &self.rest[index + 1..];
                return Ok(Token::Text(text));
            }
        }
        Err(Problem::new("$filter", "A quoted text in the filter does not end."))
    }
}
