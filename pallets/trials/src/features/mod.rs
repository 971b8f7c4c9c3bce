//! What the calls do, by area.

mod amendments;
mod audit;
mod conduct;
mod data;
mod outcomes;
mod participants;
mod randomization;
mod registration;
mod results;
mod safety;
