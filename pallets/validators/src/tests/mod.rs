mod add_validator;
mod genesis;
mod invariants;
mod offences;
mod purge_keys;
mod remove_validator;
mod sessions;
mod set_keys;
