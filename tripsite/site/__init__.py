"""The public log as plain files that any web server serves.

`listing` says which addresses there are, `pages` asks the log's own views for them, `folder` keeps the files,
`state` remembers what each was made of, `building` puts these together.
"""
