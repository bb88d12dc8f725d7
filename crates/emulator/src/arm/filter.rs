//! The OData subset of `$filter`: `field op 'text'`, `function(field,'text')`, `and`, `or`, parentheses.
//! Comparisons ignore case, as the service's database does. Knows fields only by name.

use super::collection::Collection;
use crate::rules::{self, Problem};

mod lexer;

use lexer::{Lexer, Token};

/// A parsed filter.
pub(super) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Test { field: String, test: Test, text: String },
}

/// What is asked about one field.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Test {
    Eq,
    Ne,
    Ge,
    Le,
    Gt,
    Lt,
    Contains,
    StartsWith,
    EndsWith,
}

impl Filter {
    /// # Errors
    /// What is wrong with the text, for a 400 with target `$filter`.
    pub(super) fn parse(text: &str, collection: &Collection, api_version: &str) -> Result<Self, Problem> {
        let mut parser = Parser { tokens: Lexer::new(text), collection, api_version, depth: 0 };
        let filter = parser.any()?;
        match parser.tokens.next()? {
            None => Ok(filter),
            Some(token) => Err(problem(format!("Unexpected {token} in the filter."))),
        }
    }

    /// Whether a resource passes; `value` finds the text of a field.
    pub(super) fn matches(&self, value: &impl Fn(&str) -> Option<String>) -> bool {
        match self {
            Self::And(left, right) => left.matches(value) && right.matches(value),
            Self::Or(left, right) => left.matches(value) || right.matches(value),
            Self::Test { field, test, text } => test.holds(value(field).as_deref(), text),
        }
    }
}

impl Test {
    fn holds(self, value: Option<&str>, text: &str) -> bool {
        let Some(value) = value.map(str::to_lowercase) else {
            return self == Self::Ne;
        };
        let text = text.to_lowercase();
        match self {
            Self::Eq => value == text,
            Self::Ne => value != text,
            Self::Ge => value >= text,
            Self::Le => value <= text,
            Self::Gt => value > text,
            Self::Lt => value < text,
            Self::Contains => value.contains(&text),
            Self::StartsWith => value.starts_with(&text),
            Self::EndsWith => value.ends_with(&text),
        }
    }

    fn operator(word: &str) -> Option<Self> {
        let operators = [("eq", Self::Eq), ("ne", Self::Ne), ("ge", Self::Ge), ("le", Self::Le), ("gt", Self::Gt), ("lt", Self::Lt)];
        operators.into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, test)| test)
    }

    fn function(word: &str) -> Option<Self> {
        let functions =
            [("contains", Self::Contains), ("substringof", Self::Contains), ("startswith", Self::StartsWith), ("endswith", Self::EndsWith)];
        functions.into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, test)| test)
    }
}

/// Nesting beyond this is refused, so that a filter cannot exhaust the stack.
const MAX_DEPTH: usize = 32;

struct Parser<'a> {
    tokens: Lexer<'a>,
    collection: &'a Collection,
    api_version: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Filter, Problem> {
        let mut left = self.all()?;
        while self.tokens.take_word("or")? {
            left = Filter::Or(Box::new(left), Box::new(self.all()?));
        }
        Ok(left)
    }

    fn all(&mut self) -> Result<Filter, Problem> {
        let mut left = self.term()?;
        while self.tokens.take_word("and")? {
            left = Filter::And(Box::new(left), Box::new(self.term()?));
        }
        Ok(left)
    }

    fn term(&mut self) -> Result<Filter, Problem> {
        match self.tokens.next()? {
            Some(Token::Open) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(problem("The filter is nested too deeply.".to_owned()));
                }
                let inner = self.any()?;
                self.expect(Token::Close)?;
                self.depth -= 1;
                Ok(inner)
            }
            Some(Token::Word(word)) => match Test::function(&word) {
                Some(test) => self.call(&word, test),
                None => self.comparison(word),
            },
            other => Err(unexpected(other)),
        }
    }

    fn comparison(&mut self, field: String) -> Result<Filter, Problem> {
        let test = match self.tokens.next()? {
            Some(Token::Word(word)) => Test::operator(&word).ok_or_else(|| problem(format!("Operator '{word}' is not supported.")))?,
            other => return Err(unexpected(other)),
        };
        let text = match self.tokens.next()? {
            Some(Token::Text(text) | Token::Word(text)) => text,
            other => return Err(unexpected(other)),
        };
        self.test(field, test, text)
    }

    /// `contains(field,'text')`; only `substringof` has its arguments the other way round.
    fn call(&mut self, name: &str, test: Test) -> Result<Filter, Problem> {
        self.expect(Token::Open)?;
        let first = self.tokens.next()?;
        self.expect(Token::Comma)?;
        let second = self.tokens.next()?;
        self.expect(Token::Close)?;
        let (field, text) = if name.eq_ignore_ascii_case("substringof") { (second, first) } else { (first, second) };
        match (field, text) {
            (Some(Token::Word(field)), Some(Token::Text(text))) => self.test(field, test, text),
            _ => Err(problem(format!("Function '{name}' needs a field and a quoted text."))),
        }
    }

    fn test(&self, field: String, test: Test, text: String) -> Result<Filter, Problem> {
        let known = |fields: &[&str]| fields.iter().find(|known| known.eq_ignore_ascii_case(&field)).map(|known| (*known).to_owned());
        if let Some(field) = known(self.collection.text_fields) {
            return Ok(Filter::Test { field, test, text });
        }
        if let Some(field) = known(self.collection.flag_fields) {
            let is_supported = matches!(test, Test::Eq | Test::Ne);
            let refused = || problem(format!("Field '{field}' supports only the operators 'eq' and 'ne'."));
            return if is_supported { Ok(Filter::Test { field, test, text }) } else { Err(refused()) };
        }
        let late = self.collection.late_fields.iter().filter(|(_, day)| rules::is_since(self.api_version, day));
        let late: Vec<&str> = late.map(|(name, _)| *name).collect();
        match known(self.collection.enum_fields).or_else(|| known(&late)) {
            Some(field) if test == Test::Eq => Ok(Filter::Test { field, test, text }),
            Some(field) => Err(problem(format!("Field '{field}' supports only the operator 'eq'."))),
            None => Err(problem(format!("Field '{field}' is not supported in a filter."))),
        }
    }

    fn expect(&mut self, wanted: Token) -> Result<(), Problem> {
        match self.tokens.next()? {
            Some(token) if token == wanted => Ok(()),
            other => Err(unexpected(other)),
        }
    }
}

fn unexpected(token: Option<Token>) -> Problem {
    problem(token.map_or_else(|| "The filter ends too early.".to_owned(), |token| format!("Unexpected {token} in the filter.")))
}

fn problem(message: String) -> Problem {
    Problem::new("$filter", message)
}
