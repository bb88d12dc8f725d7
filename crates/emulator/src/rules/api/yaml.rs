//! OpenAPI documents as people write them in YAML: block and flow collections, quoted, plain, literal and folded
//! texts, comments. Anchors, tags and several documents in one text are refused.

use serde_json::{Map, Value};

/// Deeper documents are refused, so that they cannot exhaust the stack.
const MAX_DEPTH: usize = 64;

/// Reads a text; the error is a sentence that names the line.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    let lines = text.lines().enumerate().map(|(index, line)| Line { number: index + 1, text: line.trim_end() }).collect::<Vec<_>>();
    let mut reader = Reader { lines, at: 0 };
    reader.skip_blank();
    if reader.peek().is_some_and(|line| line.text == "---") {
        reader.at += 1;
    }
    let value = reader.block(0, 0)?;
    reader.skip_blank();
    match reader.peek() {
        None => Ok(value),
        Some(line) => Err(format!("unexpected text in line {}", line.number)),
    }
}

#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    fn is_blank(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#')
    }
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Line<'a>> {
        self.lines.get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(|line| line.is_blank()) {
            self.at += 1;
        }
    }

    /// A mapping or sequence indented at least this far; null when there is none.
    fn block(&mut self, least: usize, depth: usize) -> Result<Value, String> {
        self.skip_blank();
        let Some(line) = self.peek().filter(|line| line.indent() >= least) else { return Ok(Value::Null) };
        if depth > MAX_DEPTH {
            return Err(format!("the nesting is too deep in line {}", line.number));
        }
        if line.text.trim_start_matches(' ').starts_with('\t') {
            return Err(format!("a tab cannot indent line {}", line.number));
        }
        let text = line.text.trim();
        if text == "-" || text.starts_with("- ") {
            return self.sequence(line.indent(), depth);
        }
        if key(text).is_some() {
            return self.mapping(line.indent(), depth);
        }
        self.at += 1;
        scalar(text, line.number)
    }

    fn sequence(&mut self, indent: usize, depth: usize) -> Result<Value, String> {
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            let Some(line) = self.peek().filter(|line| line.indent() == indent) else { break };
            let Some(rest) = line.text[indent..].strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' ')) else { break };
            let inner = rest.trim_start();
            if without_comment(inner).is_empty() {
                self.at += 1;
                items.push(self.block(indent + 1, depth + 1)?);
            } else if key(inner).is_some() || inner.starts_with("- ") {
                // What follows the dash is the first line of the item, indented by the dash and its blanks.
                let item_indent = line.text.len() - inner.len();
                let item = if inner.starts_with("- ") {
                    return Err(format!("a sequence in a sequence must begin on its own line, see line {}", line.number));
                } else {
                    self.mapping_from(item_indent, inner, depth + 1)?
                };
                items.push(item);
            } else {
                self.at += 1;
                items.push(self.inline(inner, indent, line.number)?);
            }
        }
        Ok(Value::Array(items))
    }

    fn mapping(&mut self, indent: usize, depth: usize) -> Result<Value, String> {
        let first = self.peek().map(|line| line.text.trim_start()).unwrap_or_default();
        self.mapping_from(indent, first, depth)
    }

    /// A mapping whose first entry is `first`, in the line at hand.
    fn mapping_from(&mut self, indent: usize, first: &'a str, depth: usize) -> Result<Value, String> {
        let mut members = Map::new();
        let mut entry = Some(first);
        loop {
            let text = match entry.take() {
                Some(text) => text,
                None => {
                    self.skip_blank();
                    match self.peek().filter(|line| line.indent() == indent) {
                        Some(line) => &line.text[indent..],
                        None => break,
                    }
                }
            };
            let number = self.peek().map_or(0, |line| line.number);
            if text.starts_with('\t') {
                return Err(format!("a tab cannot indent line {number}"));
            }
            let Some((name, rest)) = key(text) else {
                if text.starts_with("- ") {
                    break;
                }
                return Err(format!("line {number} is no 'key: value'"));
            };
            self.at += 1;
            let value = if without_comment(rest).is_empty() { self.below(indent, depth)? } else { self.inline(rest, indent, number)? };
            if members.insert(name.clone(), value).is_some() {
                return Err(format!("the key '{name}' is there twice, see line {number}"));
            }
        }
        Ok(Value::Object(members))
    }

    /// What belongs to a key without a value: something deeper, or a sequence at the same depth.
    fn below(&mut self, indent: usize, depth: usize) -> Result<Value, String> {
        self.skip_blank();
        let is_sequence = |line: Line| line.indent() == indent && (line.text[indent..].starts_with("- ") || &line.text[indent..] == "-");
        let least = if self.peek().is_some_and(is_sequence) { indent } else { indent + 1 };
        self.block(least, depth + 1)
    }

    /// A value in the line of its key: a block text, or a scalar that may go on in deeper lines.
    fn inline(&mut self, text: &str, indent: usize, number: usize) -> Result<Value, String> {
        if let Some(style) = text.chars().next().filter(|style| matches!(style, '|' | '>')) {
            return Ok(Value::String(self.block_text(indent, style == '|', text.contains('-'))));
        }
        let mut whole = without_comment(text).to_owned();
        while let Some(line) = self.peek().filter(|line| !line.is_blank() && line.indent() > indent) {
            whole.push(' ');
            whole.push_str(without_comment(line.text.trim()));
            self.at += 1;
        }
        scalar(&whole, number)
    }

    fn block_text(&mut self, indent: usize, is_literal: bool, strips: bool) -> String {
        let mut lines = Vec::new();
        while let Some(line) = self.peek().filter(|line| line.text.trim().is_empty() || line.indent() > indent) {
            lines.push(line.text);
            self.at += 1;
        }
        let least = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
        let cut: Vec<&str> = lines.iter().map(|line| line.get(least..).unwrap_or_default()).collect();
        let text = cut.join(if is_literal { "\n" } else { " " }).trim_end().to_owned();
        if strips { text } else { text + "\n" }
    }
}

/// The key of `key: value` and what follows it.
fn key(text: &str) -> Option<(String, &str)> {
    if let Some(quote) = text.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        let (name, rest) = text.split_at(quote_end(text, quote)?);
        let rest = rest.trim_start().strip_prefix(':')?;
        return Some((name.trim_matches(quote).to_owned(), rest.trim_start()));
    }
    if text.starts_with(['{', '[', '#', '&', '*', '!', '|', '>']) {
        return None;
    }
    let end = text.match_indices(':').map(|(index, _)| index).find(|index| matches!(text.as_bytes().get(index + 1), None | Some(b' ')))?;
    Some((text[..end].trim_end().to_owned(), text[end + 1..].trim_start()))
}

/// Cuts ` # …`, unless the text is quoted.
fn without_comment(text: &str) -> &str {
    if text.starts_with('#') {
        return "";
    }
    let quoted = text.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let end = quoted.and_then(|quote| quote_end(text, quote)).unwrap_or(0);
    if quoted.is_some() && text[end..].trim_start().starts_with('#') {
        return &text[..end];
    }
    if quoted.is_some() {
        return text.trim_end();
    }
    text.split(" #").next().unwrap_or(text).trim_end()
}

/// Where a quoted text ends, behind its quote. A backslash escapes in double quotes, doubling does in single ones.
fn quote_end(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((index, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote && !(quote == '\'' && letters.next_if(|(_, next)| *next == quote).is_some()) {
            return Some(index + 1);
        }
    }
    None
}

fn scalar(text: &str, number: usize) -> Result<Value, String> {
    let wrong = |what: &str| format!("{what} in line {number}");
    match text.chars().next() {
        None => Ok(Value::Null),
        Some('&' | '*' | '!') => Err(wrong("anchors and tags cannot be read")),
        Some('{' | '[') => {
            let mut rest = text;
            let value = flow(&mut rest, 0).ok_or_else(|| wrong("a flow collection does not end or is misspelt"))?;
            if rest.trim().is_empty() { Ok(value) } else { Err(wrong("unexpected text after a flow collection")) }
        }
        Some('"') => serde_json::from_str(text).map_err(|_| wrong("a quoted text cannot be read")),
        Some('\'') => {
            let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
            inner.map(|inner| Value::String(inner.replace("''", "'"))).ok_or_else(|| wrong("a quoted text does not end"))
        }
        Some(_) => Ok(plain(text)),
    }
}

fn plain(text: &str) -> Value {
    match text {
        "null" | "~" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match serde_json::from_str::<serde_json::Number>(text) {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(text.to_owned()),
        },
    }
}

/// `{a: 1, b: [x, 'y']}`; JSON is a part of it.
fn flow(rest: &mut &str, depth: usize) -> Option<Value> {
    *rest = rest.trim_start();
    if depth > MAX_DEPTH {
        return None;
    }
    match rest.chars().next()? {
        '[' => {
            *rest = &rest[1..];
            let mut items = Vec::new();
            loop {
                *rest = rest.trim_start();
                if take(rest, ']') {
                    return Some(Value::Array(items));
                }
                items.push(flow(rest, depth + 1)?);
                *rest = rest.trim_start();
                if !take(rest, ',') && !rest.starts_with(']') {
                    return None;
                }
            }
        }
        '{' => {
            *rest = &rest[1..];
            let mut members = Map::new();
            loop {
                *rest = rest.trim_start();
                if take(rest, '}') {
                    return Some(Value::Object(members));
                }
                let name = flow_word(rest, true)?;
                *rest = rest.trim_start();
                let value = if take(rest, ':') { flow(rest, depth + 1)? } else { Value::Null };
                members.insert(name.as_str().map_or_else(|| name.to_string(), str::to_owned), value);
                *rest = rest.trim_start();
                if !take(rest, ',') && !rest.starts_with('}') {
                    return None;
                }
            }
        }
        _ => flow_word(rest, false),
    }
}

fn take(rest: &mut &str, wanted: char) -> bool {
    match rest.strip_prefix(wanted) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

/// A quoted or plain word; a key ends at a colon.
fn flow_word(rest: &mut &str, is_key: bool) -> Option<Value> {
    if let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        let (word, after) = rest.split_at(quote_end(rest, quote)?);
        *rest = after;
        return scalar(word, 0).ok();
    }
    let end = rest.find(|c: char| ",]}".contains(c) || (is_key && c == ':'))?;
    let (word, after) = rest.split_at(end);
    *rest = after;
    let word = word.trim();
    if is_key { Some(Value::String(word.to_owned())) } else { Some(plain(word)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn a_document_is_read_like_its_json() {
        let text = "\
---
# Pets
openapi: 3.0.1
info:
  title: \"Pets: all of them\" # said so
  description: |
    First line
      and more

    last
  version: '1.0' # it's
  license: 'it''s'
servers:
- url: https://pets.example/v2
  variables: {}
tags: [a, 'b c', {x: 1, \"y\": null}]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      summary: >-
        Get a
        pet
      parameters:
        - name: petId
          in: path
          required: true
          schema: { type: integer, maximum: 9 }
        -
          name: long
          description: goes on
            in the next line
      responses:
        '200':
          description: A pet
        default:
";
        let expected = json!({
            "openapi": "3.0.1",
            "info": { "title": "Pets: all of them", "description": "First line\n  and more\n\nlast\n", "version": "1.0", "license": "it's" },
            "servers": [{ "url": "https://pets.example/v2", "variables": {} }],
            "tags": ["a", "b c", { "x": 1, "y": null }],
            "paths": { "/pets/{petId}": { "get": {
                "operationId": "getPet",
                "summary": "Get a pet",
                "parameters": [
                    { "name": "petId", "in": "path", "required": true, "schema": { "type": "integer", "maximum": 9 } },
                    { "name": "long", "description": "goes on in the next line" },
                ],
                "responses": { "200": { "description": "A pet" }, "default": null },
            } } },
        });
        assert_eq!(parse(text).unwrap(), expected);
        assert_eq!(parse(&expected.to_string()).unwrap(), expected, "JSON is YAML");
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        let cases = [
            ("a: 1\nb", "line 2 is no 'key: value'"),
            ("a: &x 1", "anchors and tags cannot be read in line 1"),
            ("a: 1\na: 2", "the key 'a' is there twice, see line 2"),
            ("a: [1", "a flow collection does not end or is misspelt in line 1"),
            ("a:\n\tb: 1", "a tab cannot indent line 2"),
        ];
        for (text, message) in cases {
            assert_eq!(parse(text).unwrap_err(), message, "{text}");
        }
    }
}
