"""Writing while processes are killed: what was acknowledged has to be there, whole, and nothing else left behind."""
