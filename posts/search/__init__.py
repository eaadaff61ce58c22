"""The search: what is indexed and when, what a person's words mean, what is found and how it is shown."""
