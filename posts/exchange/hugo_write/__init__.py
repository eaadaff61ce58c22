"""Writes trips of the border shape as Hugo page bundles: from documents to files, without a database."""
