"""What this program costs, side by side with what others cost: `make bench`. See `bench.__main__`."""
