//! Calls, named as the metadata names them.

use crate::Error;
use codec::{Compact, Encode};
use sp_core::crypto::AccountId32;
use std::{collections::BTreeSet, fmt::Write};
use subxt::{
	ext::{
		scale_encode::{self, EncodeAsFields, FieldIter},
		scale_type_resolver::TypeResolver,
		scale_value::{
			scale::decode_as_type, stringify::to_writer_custom, Composite, Primitive, Value,
			ValueDef,
		},
	},
	tx::Payload,
	Metadata,
};

/// A call: which, and with what arguments. The numbers that stand for pallet and call on the wire
/// are looked up in the metadata of the chain that it is sent to.
///
/// The modules of [`crate::calls`] make the calls of Salus; [`Call::new`] makes any.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
	pallet: &'static str,
	name: &'static str,
	args: Vec<Arg>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Arg {
	Value(Vec<u8>),
	Call(Call),
	Calls(Vec<Call>),
}

impl Call {
	/// A call without arguments yet.
	pub fn new(pallet: &'static str, name: &'static str) -> Self {
		Self { pallet, name, args: Vec::new() }
	}

	/// The call with one argument more, in the order of the metadata.
	pub fn arg(mut self, value: impl Encode) -> Self {
		self.args.push(Arg::Value(value.encode()));
		self
	}

	/// The call with another call as its next argument.
	pub fn call(mut self, call: Call) -> Self {
		self.args.push(Arg::Call(call));
		self
	}

	/// The call with a list of calls as its next argument.
	pub fn calls(mut self, calls: Vec<Call>) -> Self {
		self.args.push(Arg::Calls(calls));
		self
	}

	/// The pallet.
	pub fn pallet(&self) -> &str {
		self.pallet
	}

	/// The call's name.
	pub fn name(&self) -> &str {
		self.name
	}

	/// The SCALE bytes of the call on the chain that `metadata` describes.
	pub fn encode(&self, metadata: &Metadata) -> Result<Vec<u8>, Error> {
		let pallet = metadata
			.pallet_by_name(self.pallet)
			.ok_or_else(|| self.unknown("there is no such pallet"))?;
		let call = pallet
			.call_variant_by_name(self.name)
			.ok_or_else(|| self.unknown("there is no such call"))?;
		if call.fields.len() != self.args.len() {
			return Err(self.unknown(format!(
				"it takes {} arguments there and was given {}",
				call.fields.len(),
				self.args.len()
			)));
		}
		let mut bytes = vec![pallet.call_index(), call.index];
		bytes.extend(self.encode_args(metadata)?);
		Ok(bytes)
	}

	/// The call as subxt signs it.
	pub(crate) fn payload(&self, metadata: &Metadata) -> Result<impl Payload, Error> {
		Ok(Encoded {
			pallet: self.pallet,
			name: self.name,
			args: Args(self.encode_args(metadata)?),
		})
	}

	fn encode_args(&self, metadata: &Metadata) -> Result<Vec<u8>, Error> {
		let mut bytes = Vec::new();
		for arg in &self.args {
			match arg {
				Arg::Value(value) => bytes.extend(value),
				Arg::Call(call) => bytes.extend(call.encode(metadata)?),
				Arg::Calls(calls) => {
					Compact(calls.len() as u32).encode_to(&mut bytes);
					for call in calls {
						bytes.extend(call.encode(metadata)?);
					}
				},
			}
		}
		Ok(bytes)
	}

	pub(crate) fn unknown(&self, reason: impl ToString) -> Error {
		Error::UnknownCall {
			pallet: self.pallet.to_owned(),
			call: self.name.to_owned(),
			reason: reason.to_string(),
		}
	}
}

struct Encoded {
	pallet: &'static str,
	name: &'static str,
	args: Args,
}

impl Payload for Encoded {
	type CallData = Args;

	fn pallet_name(&self) -> &str {
		self.pallet
	}

	fn call_name(&self) -> &str {
		self.name
	}

	fn call_data(&self) -> &Args {
		&self.args
	}
}

/// Arguments that are SCALE bytes already.
struct Args(Vec<u8>);

impl EncodeAsFields for Args {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		_: &mut dyn FieldIter<'_, R::TypeId>,
		_: &R,
		out: &mut Vec<u8>,
	) -> Result<(), scale_encode::Error> {
		out.extend(&self.0);
		Ok(())
	}
}

/// A call in words.
pub(crate) fn describe(call: &[u8], metadata: &Metadata) -> Result<String, Error> {
	let calls = metadata.outer_enums().call_enum_ty();
	let value = decode_as_type(&mut &call[..], calls, metadata.types())
		.map_err(|error| Error::unreadable("a call", error))?;
	let accounts: BTreeSet<u32> = metadata
		.types()
		.types
		.iter()
		.filter(|candidate| {
			candidate.ty.path.segments.last().is_some_and(|name| name == "AccountId32")
		})
		.map(|candidate| candidate.id)
		.collect();
	let mut text = String::new();
	to_writer_custom()
		.compact()
		.add_custom_formatter(move |value: &Value<u32>, out: &mut &mut String| {
			let account = accounts.contains(&value.context).then(|| bytes_of(value))?;
			let account: [u8; 32] = account.try_into().ok()?;
			Some(write!(out, "{}", AccountId32::new(account)))
		})
		.add_custom_formatter(|value, out: &mut &mut String| {
			let bytes = list_of_bytes(value)?;
			Some(match String::from_utf8(bytes) {
				// Names, such as those of calls, are bytes on chain.
				Ok(text) if text.chars().all(|char| char.is_ascii_graphic() || char == ' ') => {
					write!(out, "{text:?}")
				},
				Ok(text) => write!(out, "0x{}", hex::encode(text)),
				Err(error) => write!(out, "0x{}", hex::encode(error.into_bytes())),
			})
		})
		.write(&value, &mut text)
		.map_err(|error| Error::unreadable("a call", error))?;
	Ok(text)
}

/// The bytes of a value that is a list of several bytes, and nothing else.
fn list_of_bytes(value: &Value<u32>) -> Option<Vec<u8>> {
	match &value.value {
		// What wraps such a list.
		ValueDef::Composite(Composite::Unnamed(values)) if values.len() == 1 => {
			list_of_bytes(values.first()?)
		},
		ValueDef::Composite(Composite::Unnamed(values)) if values.len() > 1 => {
			let byte = |value: &Value<u32>| match value.value {
				ValueDef::Primitive(Primitive::U128(byte)) => u8::try_from(byte).ok(),
				_ => None,
			};
			values.iter().map(byte).collect()
		},
		_ => None,
	}
}

/// The bytes anywhere in a value, in order.
fn bytes_of(value: &Value<u32>) -> Vec<u8> {
	match &value.value {
		ValueDef::Primitive(Primitive::U128(byte)) => u8::try_from(*byte).into_iter().collect(),
		ValueDef::Composite(Composite::Unnamed(values)) => {
			values.iter().flat_map(bytes_of).collect()
		},
		ValueDef::Composite(Composite::Named(values)) => {
			values.iter().flat_map(|(_, value)| bytes_of(value)).collect()
		},
		_ => Vec::new(),
	}
}
