//! Countries, by the names that ClinicalTrials.gov gives them: those of ISO 3166-1 with their words in
//! another order, those of older editions, and some of its own.

use celes::LookupTable;
use salus_primitives::codes::Country;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::LazyLock,
};

/// Names that the registry has used and that are not those of ISO 3166-1 in any order of words.
const REGISTRY_NAMES: [(&str, &str); 43] = [
	("Antigua", "AG"),
	("British Virgin Islands", "VG"),
	("Burma", "MM"),
	("Cape Verde", "CV"),
	("Congo, Republic of the", "CG"),
	("Congo (Brazzaville)", "CG"),
	("Congo (Kinshasa)", "CD"),
	("Cote d'Ivoire", "CI"),
	("Czech Republic", "CZ"),
	("Democratic People's Republic of Korea", "KP"),
	("East Timor", "TL"),
	("Federated States of Micronesia", "FM"),
	("Former Serbia and Montenegro", "CS"),
	("Former Yugoslavia", "YU"),
	("Great Britain", "GB"),
	("Holy See (Vatican City State)", "VA"),
	("Hong Kong", "HK"),
	("Ivory Coast", "CI"),
	("Libya", "LY"),
	("Libyan Arab Jamahiriya", "LY"),
	("Macao", "MO"),
	("Macau", "MO"),
	("Macedonia, The Former Yugoslav Republic of", "MK"),
	("Netherlands Antilles", "AN"),
	("Palestinian Territories, Occupied", "PS"),
	("Palestinian Territory, Occupied", "PS"),
	("Republic of the Congo", "CG"),
	("Réunion", "RE"),
	("Russia", "RU"),
	("Saint Martin (French part)", "MF"),
	("Serbia and Montenegro", "CS"),
	("Swaziland", "SZ"),
	("Taiwan, Province of China", "TW"),
	("The Bahamas", "BS"),
	("Turkey (Türkiye)", "TR"),
	("United Kingdom", "GB"),
	("United States", "US"),
	("United States Minor Outlying Islands", "UM"),
	("U.S. Virgin Islands", "VI"),
	("Viet Nam", "VN"),
	("Vietnam", "VN"),
	("Virgin Islands (British)", "VG"),
	("Virgin Islands (U.S.)", "VI"),
];

/// The words of a name, whatever their order, case, accents and marks. Camel case counts as words.
fn words(name: &str) -> BTreeSet<String> {
	let mut plain = String::new();
	let mut was_lower = false;
	for character in name.chars() {
		let folded = match character {
			'\'' | '’' | '‘' | '`' | '.' => continue,
			'À'..='Å' | 'à'..='å' => 'a',
			'Ç' | 'ç' => 'c',
			'È'..='Ë' | 'è'..='ë' => 'e',
			'Ì'..='Ï' | 'ì'..='ï' => 'i',
			'Ñ' | 'ñ' => 'n',
			'Ò'..='Ö' | 'ò'..='ö' => 'o',
			'Ù'..='Ü' | 'ù'..='ü' => 'u',
			letter if letter.is_alphanumeric() => letter,
			_ => ' ',
		};
		if was_lower && character.is_uppercase() {
			plain.push(' ');
		}
		was_lower = character.is_lowercase();
		plain.extend(folded.to_lowercase());
	}
	plain
		.split_whitespace()
		.filter(|word| !["the", "of", "and"].contains(word))
		.map(str::to_owned)
		.collect()
}

static BY_NAME: LazyLock<BTreeMap<BTreeSet<String>, Country>> = LazyLock::new(|| {
	let mut names = BTreeMap::new();
	for known in celes::Country::get_countries() {
		if let Ok(country) = known.alpha2.parse::<Country>() {
			names.insert(words(known.long_name), country);
			names.extend(known.aliases.iter().map(|alias| (words(alias), country)));
		}
	}
	let own = REGISTRY_NAMES
		.iter()
		.filter_map(|(name, code)| Some((words(name), code.parse::<Country>().ok()?)));
	names.extend(own);
	names
});

/// The country that the registry calls so.
pub(super) fn named(name: &str) -> Option<Country> {
	BY_NAME.get(&words(name)).copied()
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Names from the registry's own list, of different years, that are easily taken for another's or
	/// for nobody's.
	const ODD: [(&str, &str); 44] = [
		("Bahamas", "BS"),
		("Bolivia", "BO"),
		("Bosnia and Herzegovina", "BA"),
		("Brunei Darussalam", "BN"),
		("Brunei", "BN"),
		("Congo", "CG"),
		("Congo, The Democratic Republic of the", "CD"),
		("Curaçao", "CW"),
		("Czechia", "CZ"),
		("Czech Republic", "CZ"),
		("Côte D'Ivoire", "CI"),
		("Dominica", "DM"),
		("Dominican Republic", "DO"),
		("Eswatini", "SZ"),
		("Former Serbia and Montenegro", "CS"),
		("Guinea", "GN"),
		("Guinea-Bissau", "GW"),
		("Equatorial Guinea", "GQ"),
		("Papua New Guinea", "PG"),
		("Iran", "IR"),
		("Iran, Islamic Republic of", "IR"),
		("Korea, Democratic People's Republic of", "KP"),
		("Korea, Republic of", "KR"),
		("South Korea", "KR"),
		("Kosovo", "XK"),
		("Lao People's Democratic Republic", "LA"),
		("Laos", "LA"),
		("Macedonia, The Former Yugoslav Republic of", "MK"),
		("North Macedonia", "MK"),
		("Moldova, Republic of", "MD"),
		("Moldova", "MD"),
		("Netherlands Antilles", "AN"),
		("Niger", "NE"),
		("Nigeria", "NG"),
		("Russian Federation", "RU"),
		("Syrian Arab Republic", "SY"),
		("Syria", "SY"),
		("Tanzania", "TZ"),
		("Turkey", "TR"),
		("Türkiye", "TR"),
		("United Kingdom", "GB"),
		("United States", "US"),
		("Venezuela", "VE"),
		("Viet Nam", "VN"),
	];

	/// The rest of that list.
	const PLAIN: &str =
		"Afghanistan;Albania;Algeria;American Samoa;Andorra;Angola;Argentina;Armenia;\
		Aruba;Australia;Austria;Azerbaijan;Bahrain;Bangladesh;Barbados;Belarus;Belgium;Belize;Benin;\
		Bermuda;Bhutan;Botswana;Brazil;Bulgaria;Burkina Faso;Burundi;Cambodia;Cameroon;Canada;Cape Verde;\
		Cayman Islands;Central African Republic;Chad;Chile;China;Colombia;Comoros;Costa Rica;Croatia;\
		Cuba;Cyprus;Denmark;Djibouti;Ecuador;Egypt;El Salvador;Estonia;Ethiopia;Faroe Islands;Fiji;\
		Finland;France;French Guiana;French Polynesia;Gabon;Gambia;Georgia;Germany;Ghana;Gibraltar;\
		Greece;Greenland;Grenada;Guadeloupe;Guam;Guatemala;Guyana;Haiti;Holy See (Vatican City State);\
		Honduras;Hong Kong;Hungary;Iceland;India;Indonesia;Iraq;Ireland;Israel;Italy;Jamaica;Japan;\
		Jersey;Jordan;Kazakhstan;Kenya;Kiribati;Kuwait;Kyrgyzstan;Latvia;Lebanon;Lesotho;Liberia;\
		Libyan Arab Jamahiriya;Liechtenstein;Lithuania;Luxembourg;Madagascar;Malawi;Malaysia;Maldives;\
		Mali;Malta;Martinique;Mauritania;Mauritius;Mayotte;Mexico;Micronesia, Federated States of;Monaco;\
		Mongolia;Montenegro;Montserrat;Morocco;Mozambique;Myanmar;Namibia;Nepal;Netherlands;\
		New Caledonia;New Zealand;Nicaragua;Northern Mariana Islands;Norway;Oman;Pakistan;\
		Palestinian Territories, Occupied;Panama;Paraguay;Peru;Philippines;Poland;Portugal;Puerto Rico;\
		Qatar;Romania;Rwanda;Réunion;Saint Kitts and Nevis;Saint Lucia;Saint Vincent and the Grenadines;\
		Samoa;San Marino;Sao Tome and Principe;Saudi Arabia;Senegal;Serbia;Seychelles;Sierra Leone;\
		Singapore;Slovakia;Slovenia;Solomon Islands;Somalia;South Africa;South Sudan;Spain;Sri Lanka;\
		Sudan;Suriname;Swaziland;Sweden;Switzerland;Taiwan;Tajikistan;Thailand;Timor-Leste;Togo;Tonga;\
		Trinidad and Tobago;Tunisia;Turkmenistan;Uganda;Ukraine;United Arab Emirates;Uruguay;Uzbekistan;\
		Vanuatu;Vietnam;Virgin Islands (U.S.);Yemen;Zambia;Zimbabwe;Former Yugoslavia";

	#[test]
	fn named_should_know_the_names_that_are_easily_mistaken() {
		for (name, code) in ODD {
			assert_eq!(
				named(name).map(|country| country.to_string()).as_deref(),
				Some(code),
				"{name}"
			);
		}
	}

	#[test]
	fn named_should_know_every_name_of_the_registry() {
		let unknown: Vec<_> = PLAIN.split(';').filter(|name| named(name).is_none()).collect();
		assert_eq!(unknown, Vec::<&str>::new());
		assert_eq!(named("Atlantis"), None);
		assert_eq!(named(""), None);
	}

	#[test]
	fn named_should_tell_countries_apart() {
		let mut of = BTreeMap::new();
		for name in PLAIN.split(';') {
			let country = named(name).expect("known");
			assert_eq!(of.insert(country, name), None, "{name} is another's name, too");
		}
	}

	#[test]
	fn chain_should_have_the_codes_that_iso_has() {
		let known: BTreeSet<String> =
			celes::Country::get_countries().iter().map(|known| known.alpha2.to_owned()).collect();
		let former = ["AN", "CS", "YU"].map(str::to_owned);
		let all: BTreeSet<String> = Country::all().map(|country| country.to_string()).collect();
		assert_eq!(all, known.into_iter().chain(former).collect());
		assert_eq!(all.len(), Country::COUNT as usize);
	}
}
