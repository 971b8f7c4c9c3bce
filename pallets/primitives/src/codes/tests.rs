//! What holds of every code system and every set, and the indices that must never change.

use super::*;
use crate::epcis::{
	Action as EventAction, BizStep, BizStepSet, BusinessTransactionType, Disposition,
	DispositionSet, ErrorReason, EventType, MeasurementType, SensorAlert, SourceDestinationType,
};
use alloc::{format, string::ToString, vec, vec::Vec};
use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use proptest::prelude::*;
use scale_info::{TypeDef, TypeInfo};

/// A code system with all its codes in the order of their indices, counted from 0. A number among
/// them moves the count.
macro_rules! code_system_tests {
	($($module:ident: $code:ident = $pinned:literal;)+) => {$(
		mod $module {
			use super::*;

			fn pinned() -> Vec<(u8, &'static str)> {
				let mut next = 0;
				let mut codes = Vec::new();
				for word in $pinned.split_whitespace() {
					match word.strip_suffix(':') {
						Some(index) => next = index.parse().expect("an index ends with a colon"),
						None => {
							codes.push((next, word));
							next += 1;
						},
					}
				}
				codes
			}

			#[test]
			fn indices_should_stay_the_same() {
				let encoded: Vec<_> =
					$code::ALL.iter().map(|code| (code.encode(), code.code())).collect();
				let expected: Vec<_> =
					pinned().into_iter().map(|(index, code)| (vec![index], code)).collect();
				assert_eq!(encoded, expected);
			}

			#[test]
			fn metadata_should_have_the_same_indices() {
				let TypeDef::Variant(variants) = $code::type_info().type_def else {
					panic!("an enum");
				};
				let indices: Vec<_> = variants.variants.iter().map(|variant| variant.index).collect();
				let expected: Vec<_> = pinned().into_iter().map(|(index, _)| index).collect();
				assert_eq!(indices, expected);
			}

			#[test]
			fn code_should_survive_when_encoded() {
				for code in $code::ALL {
					let encoded = code.encode();
					assert!(encoded.len() <= $code::max_encoded_len());
					assert_eq!($code::decode_all(&mut &encoded[..]), Ok(*code));
				}
			}

			#[test]
			fn code_should_survive_when_written_as_text() {
				for code in $code::ALL {
					assert_eq!(code.to_string(), code.code());
					assert_eq!(code.code().parse(), Ok(*code));
					let json = serde_json::to_string(code).unwrap();
					assert_eq!(json, format!("{:?}", code.code()));
					assert_eq!(serde_json::from_str::<$code>(&json).unwrap(), *code);
				}
			}

			#[test]
			fn decoding_should_fail_when_the_index_is_unknown() {
				for index in 0..=u8::MAX {
					let known = pinned().iter().any(|(pinned, _)| *pinned == index);
					assert_eq!($code::decode(&mut &[index][..]).is_ok(), known, "index {index}");
				}
			}

			#[test]
			fn parsing_should_name_the_code_when_it_is_unknown() {
				let error = "XYZZY".parse::<$code>().unwrap_err();
				assert_eq!(error.system, $code::SYSTEM);
				assert_eq!(error.to_string(), format!("unknown {} code \"XYZZY\"", $code::NAME));
				let error = serde_json::from_str::<$code>("\"XYZZY\"").unwrap_err();
				assert!(error.to_string().contains("\"XYZZY\""), "{error}");
			}
		}
	)+};
}

code_system_tests! {
	purpose: Purpose = "
		PurposeOfUse HMARKT HOPERAT CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM
		HLEGAL HOUTCOMS HPRGRP HQUALIMP HSYSADMIN LABELING METAMGT MEMADMIN MILCDM PATADMIN
		PATSFTY PERFMSR RECORDMGT SYSDEV HTEST TRAIN MLTRAINING HPAYMT CLMATTCH COVAUTH COVERAGE
		ELIGDTRM ELIGVER ENROLLM MILDCRG REMITADV PMTDS HRESCH BIORCH CLINTRCH CLINTRCHNPC
		CLINTRCHPC PRECLINTRCH DSRCH POARCH TRANSRCH PATRQT FAMRQT PWATRNY SUPNWK PUBHLTH
		DISASTER THREAT TREAT CLINTRL COC ETREAT BTG ERTREAT POPHLTH TREATDS
	";
	confidentiality: Confidentiality = "
		U L M N R V
	";
	sensitivity: Sensitivity = "
		ETH GDIS HIV MST PREGNANT SCA SDV SEX SPI BH COGN DVD EMOTDIS MH PSY PSYTHPN SUD ETHUD
		OPIOIDUD STD TBOO VIO IDS DEMO DOB GENDER LIVARG MARST PATLOC RACE REL B EMPL LOCIS SSP
		ADOL CEL DIA DRGIS EMP PDS PHY PRS
	";
	consent_action: ConsentAction = "
		collect access use disclose correct
	";
	data_class: DataClass = "
		demographics clinical-notes conditions allergies medication immunization laboratory
		vital-signs imaging procedures genomics family-history social-history assessments
		other-diagnostics care-plans encounters claims coverage devices safety communications
		consents research audit-trail directory unclassified
	";
	resource_type: ResourceType = "
		Account AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic
		Binary BiologicallyDerivedProduct BiologicallyDerivedProductDispense BodyStructure
		Bundle CarePlan CareTeam ChargeItem Claim ClaimResponse ClinicalImpression Communication
		CommunicationRequest Composition Condition Consent Contract Coverage
		CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device
		DeviceAssociation DeviceDispense DeviceMetric DeviceRequest DeviceUsage
		DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference Encounter
		EncounterHistory EnrollmentRequest EnrollmentResponse EpisodeOfCare ExplanationOfBenefit
		FamilyMemberHistory Flag GenomicStudy Goal Group GuidanceResponse HealthcareService
		ImagingSelection ImagingStudy Immunization ImmunizationEvaluation
		ImmunizationRecommendation Invoice Linkage List Location MeasureReport Media Medication
		MedicationAdministration MedicationDispense MedicationRequest MedicationStatement
		MessageHeader MolecularSequence NutritionIntake NutritionOrder Observation Organization
		Parameters Patient PaymentNotice PaymentReconciliation Person Practitioner
		PractitionerRole Procedure Provenance QuestionnaireResponse RelatedPerson RequestGroup
		RequestOrchestration ResearchStudy ResearchSubject RiskAssessment Schedule
		ServiceRequest Slot Specimen SupplyDelivery SupplyRequest Task Transport
		VisionPrescription
	";
	delegate_role: DelegateRole = "
		GUARD HPOWATT DPOWATT POWATT RESPRSN DELEGATEE NOK
	";
	obligation: Obligation = "
		ANONY AOD AUDIT AUDTR CPLYPOL CPLYCC CPLYCD CPLYCUI CPLYJPP CPLYJSP CPLYOPP CPLYOSP
		DECLASSIFYLABEL DEID DELAU DOWNGRDLABEL DRIVLABEL ENCRYPT ENCRYPTR ENCRYPTT ENCRYPTU
		HUAPRV LABEL MASK MINEC PERSISTLABEL PRIVMARK CUIMark PSEUD REDACT UPGRDLABEL
		PROCESSINLINELABEL
	";
	refrain: Refrain = "
		NOAUTH NOCOLLECT NODSCLCD NODSCLCDS NOINTEGRATE NOLIST NOMOU NOORGPOL NOPAT NOPERSISTP
		NORDSCLCD NORDSCLCDS NORDSCLW NORELINK NOREUSE NOVIP ORCON
	";
	policy_basis: PolicyBasis = "
		cric illinois-minor-procedure hipaa-auth hipaa-npp hipaa-restrictions hipaa-research
		hipaa-self-pay mdhhs-5515 nyssipp va-10-0484 va-10-0485 va-10-5345 va-10-5345a
		va-10-5345a-mhv va-10-10116 va-21-4142 ssa-827 dch-3927 squaxin nl-lsp at-elga nih-hipaa
		nci nih-grdr nih-527 ga4gh ch-epr 128: gdpr-consent 42-cfr-part-2
	";
	identifier_type: IdentifierType = "
		MR PI PT PE PN JHN HC NH NI MB SN UMB MA MC GKV PKV AN VN SS SB TAX PEN RR PPN DP DL CZ
		PRC TPR WP SP VP VS NCT BCT BR BCFN DC MCT CONM MI IND TN EI EN WC WCN PC PCN DR LR RRI
		SR PHC ANON MRT PNT ANT U
	";
	capability: Capability = "
		provider laboratory pharmacy payer manufacturer wholesaler sponsor ethics-committee
		regulator auditor
	";
	agent_role: AgentRole = "
		administrator practitioner clerk privacy-officer gateway
	";
	encryption_scheme: EncryptionScheme = "
		xchacha20-poly1305 A256GCM chacha20-poly1305
	";
	basis: Basis = "
		consent own-records required-by-law break-glass unconfirmed
	";
	exemption: Exemption = "
		internal treatment-payment-operations individual
	";
	outside_recipient: OutsideRecipient = "
		individual health-oversight law-enforcement court public-health provider payer researcher
		coroner other
	";
	break_glass_reason: BreakGlassReason = "
		life-threat serious-harm incapacitated representative-unreachable threat-to-others disaster
	";
	review_outcome: ReviewOutcome = "
		justified unjustified escalated
	";
	biz_step: BizStep = "
		accepting arriving assembling collecting commissioning consigning creating_class_instance
		cycle_counting decommissioning departing destroying disassembling dispensing encoding
		entering_exiting holding inspecting installing killing loading other packing picking
		receiving removing repackaging repairing replacing reserving retail_selling shipping
		staging_outbound stock_taking stocking storing transporting unloading unpacking
		void_shipping sensor_reporting sampling
	";
	disposition: Disposition = "
		active container_closed damaged destroyed dispensed disposed encoded expired in_progress
		in_transit inactive no_pedigree_match non_sellable_other partially_dispensed recalled
		reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unknown
		available completeness_verified completeness_inferred conformant container_open
		mismatch_instance mismatch_class mismatch_quantity needs_replacement non_conformant
		unavailable
	";
	business_transaction_type: BusinessTransactionType = "
		bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt
	";
	source_destination_type: SourceDestinationType = "
		owning_party possessing_party location
	";
	measurement_type: MeasurementType = "
		AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude
		AmountOfSubstance AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum
		AngularVelocity Area Capacitance Conductance Conductivity Count Density Dimensionless
		DoseEquivalent DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent
		ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency Illuminance
		Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux
		LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass
		MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy
		MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity
		Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension
		Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux
		Wavenumber
	";
	sensor_alert: SensorAlert = "
		ALARM_CONDITION ERROR_CONDITION
	";
	event_type: EventType = "
		ObjectEvent AggregationEvent TransactionEvent TransformationEvent AssociationEvent
	";
	action: EventAction = "
		OBSERVE ADD DELETE
	";
	error_reason: ErrorReason = "
		did_not_occur incorrect_data
	";
	trial_status: TrialStatus = "
		ACTIVE_NOT_RECRUITING COMPLETED ENROLLING_BY_INVITATION NOT_YET_RECRUITING RECRUITING
		SUSPENDED TERMINATED WITHDRAWN AVAILABLE NO_LONGER_AVAILABLE TEMPORARILY_NOT_AVAILABLE
		APPROVED_FOR_MARKETING UNKNOWN
	";
	study_type: StudyType = "
		INTERVENTIONAL OBSERVATIONAL EXPANDED_ACCESS
	";
	phase: Phase = "
		NA EARLY_PHASE1 PHASE1 PHASE2 PHASE3 PHASE4
	";
	allocation: Allocation = "
		RANDOMIZED NON_RANDOMIZED NA
	";
	intervention_model: InterventionModel = "
		SINGLE_GROUP PARALLEL CROSSOVER FACTORIAL SEQUENTIAL
	";
	observational_model: ObservationalModel = "
		COHORT CASE_CONTROL CASE_ONLY CASE_CROSSOVER ECOLOGIC_OR_COMMUNITY FAMILY_BASED
		DEFINED_POPULATION NATURAL_HISTORY OTHER
	";
	time_perspective: TimePerspective = "
		RETROSPECTIVE PROSPECTIVE CROSS_SECTIONAL OTHER
	";
	primary_purpose: PrimaryPurpose = "
		TREATMENT PREVENTION DIAGNOSTIC ECT SUPPORTIVE_CARE SCREENING HEALTH_SERVICES_RESEARCH
		BASIC_SCIENCE DEVICE_FEASIBILITY OTHER
	";
	masking: Masking = "
		NONE SINGLE DOUBLE TRIPLE QUADRUPLE
	";
	masked_party: MaskedParty = "
		PARTICIPANT CARE_PROVIDER INVESTIGATOR OUTCOMES_ASSESSOR
	";
	eligible_sex: EligibleSex = "
		FEMALE MALE ALL
	";
	age_unit: AgeUnit = "
		Years Months Weeks Days Hours Minutes
	";
	ipd_sharing: IpdSharing = "
		YES NO UNDECIDED
	";
	date_kind: DateKind = "
		ACTUAL ESTIMATED
	";
	outcome_kind: OutcomeKind = "
		PRIMARY SECONDARY OTHER_PRE_SPECIFIED POST_HOC
	";
	registry: Registry = "
		NCT EUDRACT EUCT ISRCTN UTN
	";
	trial_text: TrialText = "
		secondary-ids funding secondary-sponsors public-contact scientific-contact public-title
		scientific-title countries conditions interventions eligibility design outcomes ipd-plan
		summary protocol consent-form analysis-plan
	";
	trial_reason: TrialReason = "
		planned correction safety efficacy futility enrolment funding logistics sponsor-decision
		regulator-order ethics-request participant-wish physician-decision adverse-event
		protocol-deviation lost-to-follow-up death medical-emergency entry-error query
		initial-approval new-use good-cause other
	";
	not_reported_reason: NotReportedReason = "
		not-assessed ended-early insufficient-data pending removed-by-amendment other
	";
	outcome_flag: OutcomeFlag = "
		changed-after-lock kind-changed-after-lock added-after-lock removed-after-lock
		not-reported reported-differently reported-as-other-kind not-registered
	";
	subject_state: SubjectState = "
		candidate eligible follow-up ineligible not-registered off-study on-study
		on-study-intervention on-study-observation pending-on-study potential-candidate screening
		withdrawn
	";
	seriousness: Seriousness = "
		resultsInDeath isLifeThreatening requiresInpatientHospitalization
		resultsInPersistentOrSignificantDisability congenitalAnomalyBirthDefect
		otherMedicallyImportantCondition
	";
	causality: Causality = "
		Certain Probably-Likely Possible Unlikely Conditional-Classified
		Unassessable-Unclassifiable
	";
	event_outcome: EventOutcome = "
		resolved recovering ongoing resolvedWithSequelae fatal unknown
	";
}

/// A set of codes, and the integer that it is encoded as.
macro_rules! code_set_tests {
	($($module:ident: $set:ident($bits:ty) of $code:ident;)+) => {$(
		mod $module {
			use super::*;

			fn sets() -> impl Strategy<Value = $set> {
				any::<$bits>()
					.prop_map(|bits| $set::from_bits(bits & $set::ALL.bits()).expect("known bits"))
			}

			#[test]
			fn all_should_have_every_code() {
				assert_eq!($set::ALL.iter().collect::<Vec<_>>(), $code::ALL);
				assert_eq!($set::ALL.len() as usize, $code::ALL.len());
				assert_eq!($set::EMPTY.len(), 0);
				assert_eq!($set::default(), $set::EMPTY);
			}

			#[test]
			fn bit_should_be_that_of_the_index() {
				for code in $code::ALL {
					let index = u32::from(code.encode()[0]);
					assert_eq!($set::from(*code).bits().trailing_zeros(), index);
					assert_eq!($set::from(*code).len(), 1);
				}
			}

			#[test]
			fn json_should_be_refused_when_a_code_is_unknown() {
				let known = $code::ALL[0].code();
				let error = serde_json::from_str::<$set>(&format!("[{known:?}, \"XYZZY\"]"))
					.unwrap_err()
					.to_string();
				assert!(
					error.starts_with(&format!("unknown {} code \"XYZZY\"", $code::NAME)),
					"{error}"
				);
			}

			proptest! {
				#[test]
				fn set_should_survive_when_encoded(set in sets()) {
					let encoded = set.encode();
					prop_assert_eq!(&encoded, &set.bits().encode());
					prop_assert_eq!(encoded.len(), $set::max_encoded_len());
					prop_assert_eq!($set::decode_all(&mut &encoded[..]), Ok(set));
				}

				#[test]
				fn set_should_survive_when_written_as_json(set in sets()) {
					let json = serde_json::to_string(&set).unwrap();
					prop_assert_eq!(serde_json::from_str::<$set>(&json).unwrap(), set);
				}

				#[test]
				fn decoding_should_fail_when_a_bit_is_unknown(set in sets(), bit in 0..<$bits>::BITS) {
					let bits = set.bits() | (1 << bit);
					let known = $set::ALL.bits() & (1 << bit) != 0;
					prop_assert_eq!($set::decode(&mut &bits.encode()[..]).is_ok(), known);
					prop_assert_eq!($set::from_bits(bits).is_some(), known);
				}

				#[test]
				fn operations_should_agree_with_membership(
					a in sets(),
					b in sets(),
					code in prop::sample::select($code::ALL),
				) {
					let (in_a, in_b) = (a.contains(code), b.contains(code));
					prop_assert_eq!(a.union(b).contains(code), in_a || in_b);
					prop_assert_eq!(a.intersection(b).contains(code), in_a && in_b);
					prop_assert_eq!(a.difference(b).contains(code), in_a && !in_b);
					prop_assert_eq!(a.is_subset(b), a.iter().all(|code| b.contains(code)));
					prop_assert_eq!(a.is_empty(), a.iter().next().is_none());
					prop_assert_eq!(a.len() as usize, a.iter().count());
					prop_assert_eq!(a.iter().collect::<$set>(), a);

					let mut changed = a;
					prop_assert_eq!(changed.insert(code), !in_a);
					prop_assert_eq!(changed, a.union(code.into()));
					prop_assert!(changed.remove(code));
					prop_assert_eq!(changed, a.difference(code.into()));
					prop_assert!(!changed.remove(code));
				}

				#[test]
				fn operations_should_follow_the_laws_of_sets(a in sets(), b in sets(), c in sets()) {
					prop_assert_eq!(a.union(b), b.union(a));
					prop_assert_eq!(a.intersection(b), b.intersection(a));
					prop_assert_eq!(a.union(b).union(c), a.union(b.union(c)));
					prop_assert_eq!(
						a.intersection(b.union(c)),
						a.intersection(b).union(a.intersection(c))
					);
					prop_assert_eq!(a.union($set::EMPTY), a);
					prop_assert_eq!(a.intersection($set::ALL), a);
					prop_assert_eq!(a.difference(b).union(a.intersection(b)), a);
					prop_assert!(a.is_subset(a.union(b)));
					prop_assert!(a.intersection(b).is_subset(a));
				}
			}
		}
	)+};
}

code_set_tests! {
	biz_step_set: BizStepSet(u64) of BizStep;
	disposition_set: DispositionSet(u64) of Disposition;
	purpose_set: PurposeSet(u128) of Purpose;
	sensitivity_set: SensitivitySet(u64) of Sensitivity;
	consent_action_set: ActionSet(u64) of ConsentAction;
	data_class_set: ClassSet(u64) of DataClass;
	resource_type_set: ResourceTypeSet(u128) of ResourceType;
	obligation_set: ObligationSet(u64) of Obligation;
	refrain_set: RefrainSet(u64) of Refrain;
	capability_set: CapabilitySet(u64) of Capability;
	agent_role_set: RoleSet(u64) of AgentRole;
	phase_set: PhaseSet(u8) of Phase;
	masked_parties: MaskedParties(u8) of MaskedParty;
	outcome_flags: OutcomeFlags(u16) of OutcomeFlag;
	seriousness_set: SeriousnessSet(u8) of Seriousness;
}

/// A tree as the standard has it: a line per inner node, `PARENT: CHILD …`.
macro_rules! code_tree_tests {
	($($module:ident: $code:ident = $tree:literal;)+) => {$(
		mod $module {
			use super::*;

			#[test]
			fn parents_should_be_those_of_the_standard() {
				let mut expected = Vec::new();
				for line in $tree.lines().map(str::trim).filter(|line| !line.is_empty()) {
					let (parent, children) = line.split_once(':').expect("a parent, a colon");
					let parent: $code = parent.parse().unwrap();
					for child in children.split_whitespace() {
						expected.push((child.parse::<$code>().unwrap(), parent));
					}
				}
				expected.sort();
				let found: Vec<_> = $code::ALL
					.iter()
					.filter_map(|code| code.parent().map(|parent| (*code, parent)))
					.collect();
				assert_eq!(found, expected);
			}

			proptest! {
				#[test]
				fn tree_should_be_a_partial_order(
					a in prop::sample::select($code::ALL),
					b in prop::sample::select($code::ALL),
					c in prop::sample::select($code::ALL),
				) {
					prop_assert!(a.is_a(a));
					prop_assert!(!(a.is_a(b) && b.is_a(a)) || a == b);
					prop_assert!(!(a.is_a(b) && b.is_a(c)) || a.is_a(c));
					prop_assert_eq!(a.lineage().next(), Some(a));
					prop_assert_eq!(a.lineage().last().and_then($code::parent), None);
				}
			}
		}
	)+};
}

code_tree_tests! {
	purpose_tree: Purpose = "
		PurposeOfUse: HMARKT HOPERAT HPAYMT HRESCH PATRQT PUBHLTH TREAT
		HOPERAT: CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP
		HOPERAT: HQUALIMP HSYSADMIN MEMADMIN MILCDM PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV TRAIN
		HOPERAT: MLTRAINING
		HSYSADMIN: LABELING METAMGT
		SYSDEV: HTEST
		HPAYMT: CLMATTCH COVAUTH COVERAGE REMITADV PMTDS
		COVERAGE: ELIGDTRM ELIGVER ENROLLM MILDCRG
		HRESCH: BIORCH CLINTRCH DSRCH POARCH TRANSRCH
		CLINTRCH: CLINTRCHNPC CLINTRCHPC PRECLINTRCH
		PATRQT: FAMRQT PWATRNY SUPNWK
		PUBHLTH: DISASTER THREAT
		TREAT: CLINTRL COC ETREAT POPHLTH TREATDS
		ETREAT: BTG ERTREAT
	";
	sensitivity_tree: Sensitivity = "
		SPI: BH MH PSY PSYTHPN SUD
		BH: COGN DVD EMOTDIS
		SUD: ETHUD OPIOIDUD
	";
	obligation_tree: Obligation = "
		CPLYPOL: CPLYCC CPLYCD CPLYCUI CPLYJPP CPLYJSP CPLYOPP CPLYOSP
		ENCRYPT: ENCRYPTR ENCRYPTT ENCRYPTU
		PRIVMARK: CUIMark
	";
	delegate_role_tree: DelegateRole = "
		RESPRSN: GUARD POWATT
		POWATT: HPOWATT DPOWATT
	";
}

fn purposes() -> impl Strategy<Value = Purpose> {
	prop::sample::select(Purpose::ALL)
}

fn purpose_sets() -> impl Strategy<Value = PurposeSet> {
	any::<u128>()
		.prop_filter_map("known bits", |bits| PurposeSet::from_bits(bits & PurposeSet::ALL.bits()))
}

fn sensitivities() -> impl Strategy<Value = SensitivitySet> {
	any::<u64>().prop_filter_map("known bits", |bits| {
		SensitivitySet::from_bits(bits & SensitivitySet::ALL.bits())
	})
}

proptest! {
	#[test]
	fn purpose_should_cover_what_lies_below_it_except_break_glass(a in purposes(), b in purposes()) {
		prop_assert!(a.covers(a));
		if b == Purpose::BTG {
			prop_assert_eq!(a.covers(b), a == Purpose::BTG);
		} else {
			prop_assert_eq!(a.covers(b), b.is_a(a));
			prop_assert_eq!(a.covers(b), a == b || a.descendants().contains(b));
		}
	}

	#[test]
	fn purpose_cover_should_be_a_partial_order(
		a in purposes(),
		b in purposes(),
		c in purposes(),
	) {
		prop_assert!(!(a.covers(b) && b.covers(a)) || a == b);
		prop_assert!(!(a.covers(b) && b.covers(c)) || a.covers(c));
	}

	#[test]
	fn purpose_set_should_cover_what_one_of_its_purposes_covers(
		set in purpose_sets(),
		purpose in purposes(),
	) {
		prop_assert_eq!(set.covers(purpose), set.iter().any(|member| member.covers(purpose)));
	}

	#[test]
	fn sensitivity_closure_should_add_what_is_implied_and_no_more(
		a in sensitivities(),
		b in sensitivities(),
		label in prop::sample::select(Sensitivity::ALL),
	) {
		let closure = a.closure();
		prop_assert!(a.is_subset(closure));
		prop_assert_eq!(closure.closure(), closure);
		prop_assert_eq!(a.union(b).closure(), closure.union(b.closure()));
		prop_assert_eq!(closure.contains(label), a.iter().any(|member| label.covers(member)));
		prop_assert_eq!(a.covers(label), a.iter().any(|member| member.covers(label)));
	}
}

#[test]
fn break_glass_should_be_covered_by_itself_alone() {
	for purpose in Purpose::ALL.iter().filter(|purpose| **purpose != Purpose::BTG) {
		assert!(!purpose.covers(Purpose::BTG), "{purpose}");
	}
	let mut all = PurposeSet::ALL;
	all.remove(Purpose::BTG);
	assert!(!all.covers(Purpose::BTG));
	assert!(PurposeSet::of(&[Purpose::BTG]).covers(Purpose::BTG));
	assert!(Purpose::ETREAT.descendants().contains(Purpose::BTG));
}

#[test]
fn sensitivity_should_reach_the_labels_that_imply_it() {
	assert!(Sensitivity::SPI.covers(Sensitivity::OPIOIDUD));
	assert!(!Sensitivity::OPIOIDUD.covers(Sensitivity::SPI));
	assert!(!Sensitivity::STD.covers(Sensitivity::HIV));
	assert_eq!(
		SensitivitySet::from(Sensitivity::OPIOIDUD).closure(),
		SensitivitySet::of(&[Sensitivity::OPIOIDUD, Sensitivity::SUD, Sensitivity::SPI]),
	);
}

#[test]
fn confidentiality_should_rise_from_unrestricted_to_very_restricted() {
	use Confidentiality::*;
	assert!(U < L && L < M && M < N && N < R && R < V);
	assert!(N.covers(N) && N.covers(U) && !N.covers(R));
	assert_eq!([N, V, R].into_iter().max(), Some(V));
}

#[test]
fn retired_and_synonymous_codes_should_parse_to_their_successor() {
	assert_eq!("NORDSLCD".parse(), Ok(Refrain::NORDSCLCD));
	assert_eq!("SICKLE".parse(), Ok(Sensitivity::SCA));
	assert_eq!("VIP".parse(), Ok(Sensitivity::CEL));
	assert_eq!(Sensitivity::CEL.code(), "CEL");
}

#[test]
fn code_should_be_refused_when_its_case_or_spacing_differs() {
	for text in ["treat", "TREAT ", " TREAT", "", "Treat", "TREAT\0"] {
		assert!(text.parse::<Purpose>().is_err(), "{text:?}");
	}
}

#[test]
fn unknown_code_should_be_cut_when_it_is_long() {
	let error = "é".repeat(10_000).parse::<Purpose>().unwrap_err();
	assert_eq!(error.code, "é".repeat(ECHOED_CHARACTERS));
}

#[test]
fn decoding_should_fail_when_a_set_is_cut_short() {
	let encoded = PurposeSet::ALL.encode();
	assert!(PurposeSet::decode(&mut &encoded[..15]).is_err());
}

#[test]
fn licence_should_be_required_of_those_whom_an_authority_licenses() {
	let required: CapabilitySet =
		CapabilitySet::ALL.iter().filter(|capability| capability.requires_licence()).collect();
	assert_eq!(
		required,
		CapabilitySet::of(&[
			Capability::Provider,
			Capability::Laboratory,
			Capability::Pharmacy,
			Capability::Payer,
			Capability::Manufacturer,
			Capability::Wholesaler,
		]),
	);
}

#[test]
fn category_should_refine_the_class_of_observations_and_reports() {
	use ResourceType::{DiagnosticReport, Observation};
	for (resource_type, category, class) in [
		(Observation, Some("laboratory"), DataClass::Laboratory),
		(Observation, Some("vital-signs"), DataClass::VitalSigns),
		(Observation, Some("social-history"), DataClass::SocialHistory),
		(Observation, Some("survey"), DataClass::Assessments),
		(Observation, Some("therapy"), DataClass::Procedures),
		(Observation, Some("imaging"), DataClass::Imaging),
		(Observation, None, DataClass::OtherDiagnostics),
		(Observation, Some("vital-sign"), DataClass::OtherDiagnostics),
		(DiagnosticReport, Some("LAB"), DataClass::Laboratory),
		(DiagnosticReport, Some("RAD"), DataClass::Imaging),
		(DiagnosticReport, Some("GE"), DataClass::Genomics),
		(DiagnosticReport, Some("OTH"), DataClass::OtherDiagnostics),
		(DiagnosticReport, Some("34117-2"), DataClass::ClinicalNotes),
		(DiagnosticReport, None, DataClass::OtherDiagnostics),
	] {
		assert_eq!(data_class_for(resource_type, category), class, "{resource_type} {category:?}");
	}
}

#[test]
fn category_should_not_change_the_class_of_other_resources() {
	for resource_type in ResourceType::ALL {
		if !matches!(resource_type, ResourceType::Observation | ResourceType::DiagnosticReport) {
			assert_eq!(
				data_class_for(*resource_type, Some("laboratory")),
				resource_type.data_class(),
				"{resource_type}",
			);
		}
	}
}

#[test]
fn resource_types_should_include_the_patient_compartments_of_both_releases() {
	for name in PATIENT_COMPARTMENTS.split_whitespace() {
		assert!(name.parse::<ResourceType>().is_ok(), "{name}");
	}
}

/// Patient compartment of FHIR 4.0.1 and of 5.0.0.
const PATIENT_COMPARTMENTS: &str = "
	Account AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic
	BiologicallyDerivedProductDispense BodyStructure CarePlan CareTeam ChargeItem Claim
	ClaimResponse ClinicalImpression Communication CommunicationRequest Composition Condition
	Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse
	DetectedIssue DeviceAssociation DeviceRequest DeviceUsage DeviceUseStatement
	DiagnosticReport DocumentManifest DocumentReference Encounter EncounterHistory
	EnrollmentRequest EpisodeOfCare ExplanationOfBenefit FamilyMemberHistory Flag GenomicStudy
	Goal Group GuidanceResponse ImagingSelection ImagingStudy Immunization
	ImmunizationEvaluation ImmunizationRecommendation Invoice List MeasureReport Media
	MedicationAdministration MedicationDispense MedicationRequest MedicationStatement
	MolecularSequence NutritionIntake NutritionOrder Observation Patient Person Procedure
	Provenance QuestionnaireResponse RelatedPerson RequestGroup RequestOrchestration
	ResearchSubject RiskAssessment Schedule ServiceRequest Specimen SupplyDelivery SupplyRequest
	Task VisionPrescription
";
