//! Durations that were measured.

use std::time::Duration;

/// Durations, from the shortest on.
pub struct Times(Vec<Duration>);

impl Times {
	/// Those that were measured, in any order.
	pub fn sorted(mut times: Vec<Duration>) -> Self {
		times.sort();
		Self(times)
	}

	/// How many there are.
	pub fn len(&self) -> usize {
		self.0.len()
	}

	/// The time that `percent` of all do not exceed.
	pub fn percentile(&self, percent: usize) -> Duration {
		let last = self.0.len().saturating_sub(1);
		self.0.get(last * percent / 100).copied().unwrap_or_default()
	}

	/// The time that half of all do not exceed.
	pub fn median(&self) -> Duration {
		self.percentile(50)
	}

	/// As numbers, for programs to read.
	pub fn json(&self) -> serde_json::Value {
		let at = |percent| milliseconds(self.percentile(percent));
		serde_json::json!({
			"medianMs": at(50), "p95Ms": at(95), "p99Ms": at(99), "mostMs": at(100),
			"count": self.len(),
		})
	}
}

impl std::fmt::Display for Times {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(
			f,
			"median {:.2} ms, 99 % {:.2} ms, least {:.2} ms, most {:.2} ms, of {}",
			milliseconds(self.median()),
			milliseconds(self.percentile(99)),
			milliseconds(self.percentile(0)),
			milliseconds(self.percentile(100)),
			self.0.len()
		)
	}
}

/// A duration in milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
	time.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn percentile_should_be_taken_of_all_times() {
		let times = Times::sorted((0..=100).rev().map(Duration::from_millis).collect());
		assert_eq!(times.median(), Duration::from_millis(50));
		assert_eq!(times.percentile(99), Duration::from_millis(99));
		assert_eq!(times.percentile(100), Duration::from_millis(100));
		assert_eq!(Times::sorted(vec![]).median(), Duration::ZERO);
	}
}
