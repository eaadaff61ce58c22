"""A Wagtail site with one trip as its editors would set it up: sections in a StreamField, tags, a menu."""
