"""What one owes the people in a log: to know who is who, to remember, to listen, and to let go."""
