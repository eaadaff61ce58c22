"""What this program is made of besides its own code: where it came from, under which terms, and how to renew it."""
