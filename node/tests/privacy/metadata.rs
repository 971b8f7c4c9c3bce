//! Finds in the metadata every place that could hold words, or bytes of any kind.

use frame_metadata::{v14::StorageEntryType, RuntimeMetadata, RuntimeMetadataPrefixed};
use scale_info::{form::PortableForm, Field, PortableRegistry, Type, TypeDef, TypeDefPrimitive};
use std::collections::{BTreeMap, BTreeSet};

/// What lies at such a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
	/// Text, or bytes of any number: it can hold anything that somebody writes.
	Free,
	/// So many bytes: ids, keys, hashes, and what may hide behind them.
	Fixed(u32),
	/// Whatever it is, its name says that it tells something of a person.
	Telling,
}

/// Where bytes are: by type and field, such as `salus_primitives::record::Pointer.locator`, or by
/// pallet and item where a storage item holds them itself.
pub type Places = BTreeMap<String, Kind>;

/// Types that are nothing but a frame around the one type within.
const FRAMES: [&str; 6] =
	["BoundedVec", "WeakBoundedVec", "BoundedBTreeSet", "BoundedBTreeMap", "Option", "Cow"];

/// Words in the names of fields by which patients are known or described.
const TELLING: [&str; 27] = [
	"name",
	"names",
	"surname",
	"family",
	"given",
	"birth",
	"birthday",
	"birthdate",
	"born",
	"age",
	"gender",
	"sex",
	"race",
	"ethnicity",
	"address",
	"street",
	"city",
	"postcode",
	"zip",
	"phone",
	"telephone",
	"email",
	"mrn",
	"ssn",
	"diagnosis",
	"diagnoses",
	"symptoms",
];

/// The places in everything that gets on chain: storage keys and values, arguments of calls, fields
/// of events. Errors and constants are the same for everybody.
pub fn places(metadata: RuntimeMetadataPrefixed) -> Places {
	let RuntimeMetadata::V14(metadata) = metadata.1 else {
		panic!("the metadata is not of version 14");
	};
	let mut walk = Walk { types: &metadata.types, places: Places::new(), visited: BTreeSet::new() };
	for pallet in &metadata.pallets {
		for entry in pallet.storage.iter().flat_map(|storage| &storage.entries) {
			let item = format!("{}.{}", pallet.name, entry.name);
			match &entry.ty {
				StorageEntryType::Plain(value) => walk.look(value.id, &item),
				StorageEntryType::Map { key, value, .. } => {
					walk.look(key.id, &format!("{item}.key"));
					walk.look(value.id, &item);
				},
			}
		}
		let calls = pallet.calls.iter().map(|calls| calls.ty.id);
		let events = pallet.event.iter().map(|event| event.ty.id);
		for ty in calls.chain(events) {
			walk.look(ty, &pallet.name);
		}
	}
	assert!(!walk.places.is_empty(), "the metadata describes nothing");
	walk.places
}

struct Walk<'a> {
	types: &'a PortableRegistry,
	places: Places,
	/// Types with places of their own, which are the same wherever the type is used.
	visited: BTreeSet<u32>,
}

impl Walk<'_> {
	/// Looks into the type that is used at `place`.
	fn look(&mut self, id: u32, place: &str) {
		let ty = self.types.resolve(id).expect("metadata describes all its types");
		match &ty.type_def {
			TypeDef::Primitive(TypeDefPrimitive::Str | TypeDefPrimitive::Char) => {
				self.found(place, Kind::Free)
			},
			TypeDef::Primitive(_) | TypeDef::BitSequence(_) => (),
			TypeDef::Compact(compact) => self.look(compact.type_param.id, place),
			TypeDef::Sequence(sequence) if self.is_byte(sequence.type_param.id) => {
				self.found(place, Kind::Free)
			},
			TypeDef::Sequence(sequence) => self.look(sequence.type_param.id, place),
			TypeDef::Array(array) if self.is_byte(array.type_param.id) => {
				self.found(place, Kind::Fixed(array.len))
			},
			TypeDef::Array(array) => self.look(array.type_param.id, place),
			TypeDef::Tuple(tuple) => {
				for field in &tuple.fields {
					self.look(field.id, place);
				}
			},
			TypeDef::Composite(composite) => {
				if is_frame(ty) {
					self.look_into(&composite.fields, |_| place.to_owned());
				} else if self.visited.insert(id) {
					self.look_into(&composite.fields, |field| format!("{}.{field}", ty.path));
				}
			},
			TypeDef::Variant(variants) => {
				let frame = is_frame(ty);
				if !frame && !self.visited.insert(id) {
					return;
				}
				for variant in &variants.variants {
					self.look_into(&variant.fields, |field| {
						if frame {
							place.to_owned()
						} else {
							format!("{}::{}.{field}", ty.path, variant.name)
						}
					});
				}
			},
		}
	}

	/// Looks into fields, each of which is at the place that `place` makes of its name or position.
	fn look_into(&mut self, fields: &[Field<PortableForm>], place: impl Fn(&str) -> String) {
		for (i, field) in fields.iter().enumerate() {
			let name = field.name.clone().unwrap_or_else(|| i.to_string());
			let place = place(&name);
			if name.split('_').any(|word| TELLING.contains(&word)) {
				self.found(&place, Kind::Telling);
			}
			self.look(field.ty.id, &place);
		}
	}

	fn is_byte(&self, id: u32) -> bool {
		let ty = self.types.resolve(id).expect("metadata describes all its types");
		matches!(ty.type_def, TypeDef::Primitive(TypeDefPrimitive::U8))
	}

	fn found(&mut self, place: &str, kind: Kind) {
		let known = self.places.entry(place.to_owned()).or_insert(kind);
		*known = (*known).min(kind);
	}
}

fn is_frame(ty: &Type<PortableForm>) -> bool {
	ty.path.segments.last().is_none_or(|name| FRAMES.contains(&name.as_str()))
}
