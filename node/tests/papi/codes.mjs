// What both scripts need of the code systems. A set of codes is a number with a bit for each code, at
// the code's index in the metadata.

export const ACCESS = 1; // ConsentAction
export const LABORATORY = 6; // DataClass
export const TREAT = 55; // Purpose

export const bits = (...indices) => indices.reduce((set, index) => set | (1n << BigInt(index)), 0n);
