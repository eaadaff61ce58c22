"""A large made-up log that looks like a real one: the same seed gives the same log, UUIDs and all."""
