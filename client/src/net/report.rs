//! The table of what was done and what came of it.

use std::{fmt, time::Duration};

/// What a scenario did, and how long the network needed.
#[derive(Clone, Debug)]
pub struct Outcome {
	/// What was done, and what was seen meanwhile.
	pub done: String,
	/// How long until everything was as before.
	pub recovery: String,
	/// The node that suffered, whose state is looked at.
	pub victim: usize,
}

/// What holds after a scenario.
#[derive(Clone, Copy, Debug)]
pub struct Checked {
	/// How many final transactions were looked for on every node, and found.
	pub transactions: usize,
	/// Up to which block all nodes have the same chain.
	pub height: u64,
	/// How many entries of the state the invariants were checked over; nothing if they were not.
	pub entries: Option<usize>,
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Row {
	/// The scenario.
	pub name: &'static str,
	/// What came of it.
	pub result: RowResult,
}

/// What came of a scenario.
#[derive(Clone, Debug)]
pub enum RowResult {
	/// It held.
	Held(Outcome, Checked),
	/// It can't be done here, and why.
	Skipped(String),
	/// It did not hold, and why.
	Failed(String),
}

/// The head of the table.
pub const HEAD: &str = "\
| fault | what was done and seen | time to recovery | final transactions lost | same chain | try_state |
|---|---|---|---|---|---|";

impl fmt::Display for Row {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let name = self.name;
		match &self.result {
			RowResult::Held(Outcome { done, recovery, .. }, checked) => {
				let Checked { transactions, height, entries } = checked;
				let invariants =
					entries.map_or("not run".into(), |entries| format!("clean, {entries} entries"));
				write!(
					f,
					"| `{name}` | {done} | {recovery} | 0 of {transactions} | yes, blocks 0 to \
					{height} | {invariants} |"
				)
			},
			RowResult::Skipped(reason) => {
				write!(f, "| `{name}` | **skipped**: {} | | | | |", one_line(reason))
			},
			RowResult::Failed(reason) => {
				write!(f, "| `{name}` | **failed**: {} | | | | |", one_line(reason))
			},
		}
	}
}

/// The first line of a text, as a cell of the table holds it.
pub fn one_line(text: &str) -> String {
	text.lines().next().unwrap_or_default().trim().replace('|', "\\|")
}

/// A duration as the table gives it.
pub fn seconds(duration: Duration) -> String {
	format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn row_should_have_six_cells_whatever_came_of_it() {
		let outcome = Outcome { done: "killed".into(), recovery: "1.0 s".into(), victim: 0 };
		let checked = Checked { transactions: 7, height: 9, entries: Some(3) };
		let results = [
			RowResult::Held(outcome, checked),
			RowResult::Skipped("no | root\nmore".into()),
			RowResult::Failed("broken".into()),
		];
		for result in results {
			let row = Row { name: "kill", result }.to_string();
			assert_eq!(row.replace("\\|", "").matches('|').count(), 7, "{row}");
			assert_eq!(row.lines().count(), 1);
		}
	}
}
