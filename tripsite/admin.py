"""The admin as a whole: its name, and only what a writer needs to see."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag

admin.site.site_header = "Trip logbook"
admin.site.site_title = "Trip logbook"
admin.site.index_title = "Writing desk"
# The desk leads everywhere; a list of models beside each page takes room from the text.
admin.site.enable_nav_sidebar = False

# Whoever logs in passes the one page that counts guesses and asks for a second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Trips have tags of their own, and background work looks after itself.
admin.site.unregister([Tag, DBTaskResult])
