"""What this program is held against. Nothing here is part of it."""
