//! Where a policy expression, `@( … )` or `@{ … }`, ends: as much of C# as that takes, which is
//! brackets, comments, characters and the four kinds of strings. Knows nothing of what it means.

/// What is open at some point of the expression.
#[derive(Clone, Copy)]
enum Frame<'a> {
    /// Code, until this bracket.
    Code(u8),
    /// The text of an interpolated string, `$"…"` or `$@"…"`, until this spelling of its quote.
    Interpolated { quote: &'a [u8], is_verbatim: bool },
}

/// The length in bytes of the expression that `text` starts with; `None` when it starts with none,
/// or with one that never ends.
pub(crate) fn length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if !starts_one(text) {
        return None;
    }
    let mut stack = vec![Frame::Code(closing(*bytes.get(1)?)?)];
    let mut at = 2;
    // A stack of our own: nesting is the author's choice, and ours must not overflow.
    while let Some(frame) = stack.last().copied() {
        at = match frame {
            Frame::Code(end) => code(bytes, at, end, &mut stack)?,
            Frame::Interpolated { quote, is_verbatim } => interpolated(bytes, at, quote, is_verbatim, &mut stack)?,
        };
    }
    Some(at)
}

pub(crate) fn starts_one(text: &str) -> bool {
    text.starts_with("@(") || text.starts_with("@{")
}

fn closing(opening: u8) -> Option<u8> {
    match opening {
        b'(' => Some(b')'),
        b'{' => Some(b'}'),
        b'[' => Some(b']'),
        _ => None,
    }
}

/// One step in code; the position after it.
fn code<'a>(bytes: &'a [u8], at: usize, end: u8, stack: &mut Vec<Frame<'a>>) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let next = *rest.first()?;
    if next == end {
        stack.pop();
        return Some(at + 1);
    }
    if let Some(close) = closing(next) {
        stack.push(Frame::Code(close));
        return Some(at + 1);
    }
    match next {
        b')' | b'}' | b']' => None,
        b'/' if rest.starts_with(b"//") => Some(at + rest.iter().position(|byte| *byte == b'\n')?),
        b'/' if rest.starts_with(b"/*") => after(bytes, at + 2, b"*/"),
        b'$' | b'@' | b'"' | b'&' => string(bytes, at, stack),
        b'\'' => Some(character(bytes, at)),
        _ => Some(at + 1),
    }
}

/// A string with its prefix, if one starts here; any other byte is stepped over.
fn string<'a>(bytes: &'a [u8], at: usize, stack: &mut Vec<Frame<'a>>) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let prefix = rest.iter().take(2).take_while(|byte| matches!(byte, b'$' | b'@')).count();
    let Some(quote) = quote(rest.get(prefix..)?) else {
        return Some(at + 1);
    };
    let is_verbatim = rest.get(..prefix)?.contains(&b'@');
    let inside = at + prefix + quote.len();
    if rest.get(..prefix)?.contains(&b'$') {
        stack.push(Frame::Interpolated { quote, is_verbatim });
        return Some(inside);
    }
    let mut at = inside;
    loop {
        match text_step(bytes, at, quote, is_verbatim)? {
            Step::End(after) => return Some(after),
            Step::On(next) => at = next,
        }
    }
}

/// One step in the text of an interpolated string; a hole in it is code again.
fn interpolated<'a>(bytes: &'a [u8], at: usize, quote: &'a [u8], is_verbatim: bool, stack: &mut Vec<Frame<'a>>) -> Option<usize> {
    let rest = bytes.get(at..)?;
    if rest.starts_with(b"{{") {
        return Some(at + 2);
    }
    if rest.starts_with(b"{") {
        stack.push(Frame::Code(b'}'));
        return Some(at + 1);
    }
    match text_step(bytes, at, quote, is_verbatim)? {
        Step::End(after) => {
            stack.pop();
            Some(after)
        }
        Step::On(next) => Some(next),
    }
}

enum Step {
    On(usize),
    End(usize),
}

fn text_step(bytes: &[u8], at: usize, quote: &[u8], is_verbatim: bool) -> Option<Step> {
    let rest = bytes.get(at..)?;
    if let Some(after) = rest.strip_prefix(quote) {
        let is_doubled = is_verbatim && after.starts_with(quote);
        return Some(if is_doubled { Step::On(at + 2 * quote.len()) } else { Step::End(at + quote.len()) });
    }
    match rest.first()? {
        b'\\' if !is_verbatim => Some(Step::On(at + 1 + escaped(rest.get(1..)?))),
        // Only a verbatim string goes on in the next line: this one was never closed.
        b'\n' if !is_verbatim => None,
        _ => Some(Step::On(at + 1)),
    }
}

/// How long the thing after a backslash is: a quote may be written as an entity.
fn escaped(rest: &[u8]) -> usize {
    quote(rest).map_or(1, <[u8]>::len)
}

/// A double quote as it is written here: in the `xml` format attributes hold entities.
fn quote(rest: &[u8]) -> Option<&[u8]> {
    [b"\"".as_slice(), b"&quot;", b"&#34;"].into_iter().find(|spelling| rest.starts_with(spelling))
}

/// After `'x'` or `'\u0027'`; a lone apostrophe is stepped over.
fn character(bytes: &[u8], at: usize) -> usize {
    /// As in `'\U0001F600'`.
    const LONGEST: usize = 10;
    let inside = at + 1;
    // A backslash takes what follows with it, the apostrophe too.
    let start = inside + if bytes.get(inside) == Some(&b'\\') { 2 } else { 1 };
    let window = bytes.get(start..bytes.len().min(start + LONGEST)).unwrap_or_default();
    window.iter().position(|byte| *byte == b'\'').map_or(inside, |found| start + found + 1)
}

fn after(bytes: &[u8], from: usize, mark: &[u8]) -> Option<usize> {
    let found = bytes.get(from..)?.windows(mark.len()).position(|window| window == mark)?;
    Some(from + found + mark.len())
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn ends_where_csharp_ends() {
        for whole in [
            "@(1)",
            "@{ return a[0]; }",
            r#"@("a)b")"#,
            r#"@("a\")b")"#,
            r#"@(@"c:\")"#,
            r#"@(@"say "")"" ")"#,
            "@(')' + '\\'' + '\"')",
            "@{ // it's :-)\n return 1; }",
            "@{ /* } */ return 1; }",
            r#"@($"{d["key"]} and }}) {{")"#,
            r#"@($@"{(x ? "a" : "b")}\")"#,
            "@(context.Variables.GetValueOrDefault(&quot;)&quot;))",
            "@((a < b) && x.Value<string>() == \"</inbound>\")",
            "@(\"{{name}}\" + {{other}})",
        ] {
            let text = format!("{whole}) }} \" ' <tail/>");
            assert_eq!(length(&text), Some(whole.len()), "{whole}");
        }
    }

    #[test]
    fn what_never_ends_is_none() {
        for text in ["", "@", "a@(1)", "@[1]", "@(", "@{ ( }", "@(\"a", "@(\"a\n\")", "@($\"{a\")", "@{ // }"] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
