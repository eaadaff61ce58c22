"""The search of a static site, which needs no server: small files that a script on the search page fetches.

`rules.json` says how words are told and folded, as `posts.search.words` does. `words/<beginning>.json` lists, for each
word that begins so, the numbers of the things that hold it. `things/<group>.json` says what these numbers are.
"""
