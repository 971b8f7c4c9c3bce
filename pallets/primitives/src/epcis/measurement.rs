//! What sensors measure, in the words of the GS1 Web Vocabulary.

use crate::codes::code_system;

code_system! {
	/// What a sensor measured.
	MeasurementType: "measurement type" of "https://gs1.org/voc/MeasurementType" {
		/// Absolute humidity.
		AbsoluteHumidity = 0,
		/// Absorbed dose.
		AbsorbedDose = 1,
		/// Absorbed dose rate.
		AbsorbedDoseRate = 2,
		/// Acceleration.
		Acceleration = 3,
		/// Radioactivity.
		Radioactivity = 4,
		/// Altitude.
		Altitude = 5,
		/// Amount of substance.
		AmountOfSubstance = 6,
		/// Amount of substance per unit volume.
		AmountOfSubstancePerUnitVolume = 7,
		/// Angle.
		Angle = 8,
		/// Angular acceleration.
		AngularAcceleration = 9,
		/// Angular momentum.
		AngularMomentum = 10,
		/// Angular velocity.
		AngularVelocity = 11,
		/// Area.
		Area = 12,
		/// Capacitance.
		Capacitance = 13,
		/// Conductance.
		Conductance = 14,
		/// Conductivity.
		Conductivity = 15,
		/// Count.
		Count = 16,
		/// Density.
		Density = 17,
		/// Dimensionless.
		Dimensionless = 18,
		/// Dose equivalent.
		DoseEquivalent = 19,
		/// Dose equivalent rate.
		DoseEquivalentRate = 20,
		/// Dynamic viscosity.
		DynamicViscosity = 21,
		/// Electric charge.
		ElectricCharge = 22,
		/// Electric current.
		ElectricCurrent = 23,
		/// Electric current density.
		ElectricCurrentDensity = 24,
		/// Electric field strength.
		ElectricFieldStrength = 25,
		/// Energy.
		Energy = 26,
		/// Exposure.
		Exposure = 27,
		/// Force.
		Force = 28,
		/// Frequency.
		Frequency = 29,
		/// Illuminance.
		Illuminance = 30,
		/// Inductance.
		Inductance = 31,
		/// Irradiance.
		Irradiance = 32,
		/// Kinematic viscosity.
		KinematicViscosity = 33,
		/// Length.
		Length = 34,
		/// Linear momentum.
		LinearMomentum = 35,
		/// Luminance.
		Luminance = 36,
		/// Luminous flux.
		LuminousFlux = 37,
		/// Luminous intensity.
		LuminousIntensity = 38,
		/// Magnetic flux.
		MagneticFlux = 39,
		/// Magnetic flux density.
		MagneticFluxDensity = 40,
		/// Magnetic vector potential.
		MagneticVectorPotential = 41,
		/// Mass.
		Mass = 42,
		/// Mass concentration.
		MassConcentration = 43,
		/// Mass flow rate.
		MassFlowRate = 44,
		/// Mass per area time.
		MassPerAreaTime = 45,
		/// Memory capacity.
		MemoryCapacity = 46,
		/// Molality of solute.
		MolalityOfSolute = 47,
		/// Molar energy.
		MolarEnergy = 48,
		/// Molar mass.
		MolarMass = 49,
		/// Molar volume.
		MolarVolume = 50,
		/// Power.
		Power = 51,
		/// Pressure.
		Pressure = 52,
		/// Radiant flux.
		RadiantFlux = 53,
		/// Radiant intensity.
		RadiantIntensity = 54,
		/// Relative humidity.
		RelativeHumidity = 55,
		/// Resistance.
		Resistance = 56,
		/// Resistivity.
		Resistivity = 57,
		/// Solid angle.
		SolidAngle = 58,
		/// Specific volume.
		SpecificVolume = 59,
		/// Speed.
		Speed = 60,
		/// Surface density.
		SurfaceDensity = 61,
		/// Surface tension.
		SurfaceTension = 62,
		/// Temperature.
		Temperature = 63,
		/// Time.
		Time = 64,
		/// Torque.
		Torque = 65,
		/// Voltage.
		Voltage = 66,
		/// Volume.
		Volume = 67,
		/// Volume flow rate.
		VolumeFlowRate = 68,
		/// Volume fraction.
		VolumeFraction = 69,
		/// Volumetric flux.
		VolumetricFlux = 70,
		/// Wavenumber.
		Wavenumber = 71,
	}
}

code_system! {
	/// What is the matter with what a sensor reports.
	SensorAlert: "sensor alert type" of "https://gs1.org/voc/SensorAlertType" {
		/// What it measured is out of bounds.
		AlarmCondition = 0 as "ALARM_CONDITION",
		/// The sensor itself is at fault.
		ErrorCondition = 1 as "ERROR_CONDITION",
	}
}
