mod enact;
