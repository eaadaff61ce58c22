"""A conference's programme as the writer uses it: its grid, what was ticked, what the texts already tell of."""
