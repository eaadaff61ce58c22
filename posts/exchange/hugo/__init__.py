"""Hugo (and Jekyll) posts, read into the border schema. `read.read` is the way in; nothing here knows the database."""
