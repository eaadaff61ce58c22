"""The admin as a whole: its name, and only what a writer needs to see."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag

admin.site.site_header = "Trip logbook"
admin.site.site_title = "Trip logbook"
admin.site.index_title = "Writing desk"
# The desk leads everywhere; a list of models beside each page takes room from the text.
admin.site.enable_nav_sidebar = False

# Trips have tags of their own, and background work looks after itself.
admin.site.unregister([Tag, DBTaskResult])
