"""Who may write here: logging in, roles, sessions, and the trail of who did what."""
