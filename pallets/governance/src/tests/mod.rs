mod enact;
mod pause_call;
mod resume_call;
