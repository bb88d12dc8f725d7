//! Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.

/// What makes a spreadsheet take a cell for a formula.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

pub(super) struct Csv(String);

impl Csv {
    pub(super) fn new<Cell: AsRef<str>>(headings: impl IntoIterator<Item = Cell>) -> Self {
        let mut csv = Self(String::new());
        csv.row(headings);
        csv
    }

    pub(super) fn row<Cell: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.0.push_str("\r\n");
    }

    /// A leading apostrophe makes a text of what would be a formula.
    fn cell(&mut self, cell: &str) {
        let guard = if cell.starts_with(FORMULA) { "'" } else { "" };
        if cell.contains([',', '"', '\r', '\n']) {
            self.0.push('"');
            self.0.push_str(guard);
            self.0.push_str(&cell.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(guard);
            self.0.push_str(cell);
        }
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut csv = Csv::new(["Name", "Title"]);
        csv.row(["a", "one, \"two\"\nthree"]);
        csv.row(["", " plain "]);
        assert_eq!(csv.into_text(), "Name,Title\r\na,\"one, \"\"two\"\"\nthree\"\r\n, plain \r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut csv = Csv::new::<&str>([]);
        csv.row(["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "=HYPERLINK(\"http://x\",\"y\")", "1-1", "a=b"]);
        let expected = "'=1+1,'+1,'-1,'@A1,'\t=1,\"'\r=1\",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",1-1,a=b\r\n";
        assert_eq!(csv.into_text(), format!("\r\n{expected}"));
    }
}
