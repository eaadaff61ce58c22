"""The picture that stands for a trip where its address is shared: 1200 x 630, drawn by a background task."""
