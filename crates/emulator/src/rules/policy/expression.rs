//! Where a C# expression ends: `@(…)` and `@{…}` with balanced brackets, strings, characters and comments.

/// Whether a value is an expression.
pub(super) fn is_one(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("@(") || text.starts_with("@{")
}

/// The length in bytes of the expression a text starts with; `None` when it does not end.
pub(super) fn length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut index = 1;
    while index < bytes.len() {
        match bytes[index] {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            b'"' => index = string(bytes, index)?,
            b'\'' => index = character(bytes, index),
            b'/' if bytes.get(index + 1) == Some(&b'/') => index = find(bytes, index, b"\n")?,
            b'/' if bytes.get(index + 1) == Some(&b'*') => index = find(bytes, index + 2, b"*/")? + 1,
            _ => {}
        }
        index += 1;
    }
    None
}

/// The index of the closing quote. A verbatim string doubles quotes, any other escapes them.
fn string(bytes: &[u8], open: usize) -> Option<usize> {
    let before = &bytes[..open];
    let is_verbatim = before.ends_with(b"@") || before.ends_with(b"@$") || before.ends_with(b"$@");
    let mut index = open + 1;
    loop {
        match *bytes.get(index)? {
            b'\\' if !is_verbatim => index += 1,
            b'"' if is_verbatim && bytes.get(index + 1) == Some(&b'"') => index += 1,
            b'"' => return Some(index),
            _ => {}
        }
        index += 1;
    }
}

/// The index of the closing quote of `'x'` or `'\n'`; the quote itself when it is none of these.
fn character(bytes: &[u8], open: usize) -> usize {
    let escape = usize::from(bytes.get(open + 1) == Some(&b'\\'));
    (open + 2 + escape..open + 8 + escape).find(|index| bytes.get(*index) == Some(&b'\'')).unwrap_or(open)
}

fn find(bytes: &[u8], from: usize, mark: &[u8]) -> Option<usize> {
    bytes.get(from..)?.windows(mark.len()).position(|window| window == mark).map(|found| from + found)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn brackets_in_strings_do_not_count() {
        for whole in [r#"@(a[")"] + ')' )"#, "@{ var x = \"}\"; // }\n return x; }", r#"@(@"\" + f("""("))"#, "@(/* ) */ 1)"] {
            assert_eq!(length(&format!("{whole} rest)")), Some(whole.len()), "{whole}");
        }
        assert_eq!(length("@(a"), None);
    }
}
