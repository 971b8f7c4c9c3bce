mod cancel_enactment;
mod enact;
mod genesis;
mod pause_call;
mod resume_call;
mod set_enactment_delay;
