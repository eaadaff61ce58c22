"""Names in a text: whose they are, which look like a slip, and which nobody in the log has."""
