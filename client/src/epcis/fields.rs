//! Which fields EPCIS 2.0 has where.

use salus_primitives::epcis::EventType;

/// Of a document of events.
pub const DOCUMENT: &[&str] = &[
	"@context",
	"id",
	"type",
	"schemaVersion",
	"creationDate",
	"instanceIdentifier",
	"sender",
	"receiver",
	"epcisHeader",
	"epcisBody",
];
/// Of a document that answers a query.
pub const QUERY_DOCUMENT: &[&str] =
	&["@context", "id", "type", "schemaVersion", "creationDate", "epcisBody"];
/// Of the results of a query.
pub const QUERY_RESULTS: &[&str] = &["queryName", "subscriptionID", "resultsBody"];
/// Of their body.
pub const RESULTS_BODY: &[&str] = &["eventList", "vocabularyList"];

/// Of events of each type.
const COMMON: &[&str] = &[
	"@context",
	"type",
	"eventTime",
	"recordTime",
	"eventTimeZoneOffset",
	"eventID",
	"certificationInfo",
	"errorDeclaration",
	"bizStep",
	"disposition",
	"readPoint",
	"bizLocation",
	"bizTransactionList",
	"sourceList",
	"destinationList",
	"sensorElementList",
];

/// Of events of one type, beside the common ones.
const fn own(event_type: EventType) -> &'static [&'static str] {
	match event_type {
		EventType::ObjectEvent => {
			&["action", "epcList", "quantityList", "persistentDisposition", "ilmd"]
		},
		EventType::AggregationEvent | EventType::AssociationEvent => {
			&["action", "parentID", "childEPCs", "childQuantityList"]
		},
		EventType::TransactionEvent => &["action", "parentID", "epcList", "quantityList"],
		EventType::TransformationEvent => &[
			"inputEPCList",
			"inputQuantityList",
			"outputEPCList",
			"outputQuantityList",
			"transformationID",
			"persistentDisposition",
			"ilmd",
		],
	}
}

/// Whether events of a type have a field.
pub fn belongs(field: &str, event_type: EventType) -> bool {
	COMMON.contains(&field) || own(event_type).contains(&field)
}

/// The field of any event that has this name.
pub fn of_any_event(name: &str) -> Option<&'static str> {
	let fields = EventType::ALL.iter().flat_map(|event_type| own(*event_type)).chain(COMMON);
	fields.copied().find(|field| *field == name)
}

/// Of a declaration of an error.
pub const ERROR_DECLARATION: &[&str] = &["declarationTime", "reason", "correctiveEventIDs"];
/// Of a place.
pub const PLACE: &[&str] = &["id"];
/// Of a quantity.
pub const QUANTITY: &[&str] = &["epcClass", "quantity", "uom"];
/// Of a sensor element.
pub const SENSOR_ELEMENT: &[&str] = &["sensorMetadata", "sensorReport"];
/// Of its metadata, in the order in which CBV 2.0 hashes them.
pub const SENSOR_METADATA: &[&str] = &[
	"time",
	"startTime",
	"endTime",
	"deviceID",
	"deviceMetadata",
	"rawData",
	"dataProcessingMethod",
	"bizRules",
];
/// Of a sensor report, in the order in which CBV 2.0 hashes them. `bizRules` stands in the schema,
/// and not in that order; it goes last.
pub const SENSOR_REPORT: &[&str] = &[
	"type",
	"exception",
	"deviceID",
	"deviceMetadata",
	"rawData",
	"dataProcessingMethod",
	"time",
	"microorganism",
	"chemicalSubstance",
	"value",
	"component",
	"stringValue",
	"booleanValue",
	"hexBinaryValue",
	"uriValue",
	"minValue",
	"maxValue",
	"meanValue",
	"sDev",
	"percRank",
	"percValue",
	"uom",
	"coordinateReferenceSystem",
	"bizRules",
];

/// Names that no context may give another meaning.
pub const ALL: &[&str] = &[
	"id",
	"type",
	"eventTime",
	"recordTime",
	"eventTimeZoneOffset",
	"eventID",
	"certificationInfo",
	"errorDeclaration",
	"declarationTime",
	"reason",
	"correctiveEventIDs",
	"action",
	"bizStep",
	"disposition",
	"persistentDisposition",
	"set",
	"unset",
	"readPoint",
	"bizLocation",
	"bizTransactionList",
	"bizTransaction",
	"sourceList",
	"source",
	"destinationList",
	"destination",
	"sensorElementList",
	"sensorMetadata",
	"sensorReport",
	"epcList",
	"quantityList",
	"quantity",
	"epcClass",
	"uom",
	"parentID",
	"childEPCs",
	"childQuantityList",
	"inputEPCList",
	"inputQuantityList",
	"outputEPCList",
	"outputQuantityList",
	"transformationID",
	"ilmd",
	"epcisHeader",
	"epcisBody",
	"eventList",
	"queryResults",
	"resultsBody",
	"schemaVersion",
	"creationDate",
];
