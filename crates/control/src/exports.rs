//! Lists as files: every row that matches, from the same reading that the page shows.

mod csv;

use crate::{Control, Error, Op};
use csv::Csv;
use domain::{
    backend::{BackendQuery, BackendRow},
    resource::{Kind, Query},
};

impl Control {
    /// As CSV, with a heading. `Permission:` read.
    pub async fn export_backends(&self, op: &Op, gateway: &str, query: &BackendQuery) -> Result<String, Error> {
        let found = self.matching_backends(op, gateway, query).await?;
        let mut csv = Csv::new(["Name", "Title", "Type", "Address", "Region", "Members", "State", "Used by"]);
        for row in &found.rows {
            csv.row(backend_cells(row));
        }
        Ok(csv.into_text())
    }

    /// The same for every other kind. `Permission:` read.
    pub async fn export_resources(&self, op: &Op, gateway: &str, kind: Kind, parent: &str, query: &Query) -> Result<String, Error> {
        let found = self.matching_resources(op, gateway, kind, parent, query).await?;
        let columns = kind.columns().iter().map(|column| column.label);
        let mut csv = Csv::new(["Name", "Title"].into_iter().chain(columns).chain(["State"]));
        for row in &found.rows {
            let cells = [&row.name, &row.title].into_iter().chain(&row.cells).chain([&row.state.label]);
            csv.row(cells.map(String::as_str));
        }
        Ok(csv.into_text())
    }
}

fn backend_cells(row: &BackendRow) -> [String; 8] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let used_by: Vec<_> = row.used_by.iter().map(|user| user.name.as_str()).collect();
    [
        row.name.clone(),
        text(&row.title),
        row.kind.label().to_owned(),
        text(&row.url),
        text(&row.azure_region),
        row.members_summary.clone(),
        row.state.label().to_owned(),
        used_by.join(", "),
    ]
}
