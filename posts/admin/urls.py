"""The desk's own addresses, beside those that Django's admin gives each model. All need a login."""

from django.contrib import admin
from django.urls import path

from . import (
    alt_queue,
    captures,
    completions,
    day_page,
    deletions,
    drafts,
    figure_cards,
    fragments,
    memory,
    names,
    new_people,
    portraits,
    previews,
    publishing,
    their_say,
    trip_page,
    unions,
    uploads,
)

app_name = "desk"

desk = admin.site.admin_view

urlpatterns = [
    path("publish/<slug:kind>/<int:pk>/", desk(publishing.check_page), name="publish"),
    path("previews/new/<slug:kind>/<int:pk>/", desk(previews.new_preview), name="new-preview"),
    path("previews/<int:pk>/revoke/", desk(previews.revoke_preview), name="revoke-preview"),
    path("deletions/", desk(deletions.deleted), name="deletions"),
    path("deletions/<int:pk>/undo/", desk(deletions.undo), name="undo-deletion"),
    path("captures/", desk(captures.new_capture), name="new-capture"),
    path("captures/<int:key>/sort/", desk(captures.sort_capture), name="sort-capture"),
    path("captures/<int:key>/delete/", desk(captures.delete_capture), name="delete-capture"),
    path("trips/<int:key>/sections/", desk(trip_page.new_section), name="new-section"),
    path("days/<int:key>/move/", trip_page.move_section, name="move-section"),
    path("days/<int:key>/cast-proposals/", day_page.cast_proposals, name="cast-proposals"),
    path("people/duplicates/", desk(unions.duplicates), name="duplicates"),
    path("people/different/", desk(unions.different), name="different"),
    path("people/merge/", desk(unions.merge_people), name="merge"),
    path("people/unions/<int:key>/undo/", desk(unions.undo_union), name="undo-union"),
    path("people/<int:key>/", desk(memory.memory_of_person), name="memory"),
    path("events/<int:key>/people/", desk(memory.known_at_event), name="known-at-event"),
    path("people/<int:key>/portrait/", desk(portraits.portrait), name="portrait"),
    path("people/<int:key>/data.json", desk(their_say.data_of_person), name="person-data"),
    path("people/<int:key>/erase/", desk(their_say.erase_person), name="erase"),
    path("people/<int:key>/link/", desk(their_say.make_personal_link), name="make-personal-link"),
    path("people/links/<int:key>/revoke/", desk(their_say.revoke_personal_link), name="revoke-personal-link"),
    path("wishes/", desk(their_say.wishes), name="wishes"),
    path("wishes/<int:key>/", desk(their_say.answer_wish), name="answer-wish"),
    path("people/<int:key>/split/", desk(unions.split_person), name="split"),
    path("drafts/", desk(drafts.draft), name="draft"),
    path("drafts/offers/", desk(drafts.draft_offers), name="draft-offers"),
    path("drafts/discard/", desk(drafts.draft_discard), name="draft-discard"),
    path("completions/", desk(completions.completions), name="completions"),
    path("preview/", desk(fragments.preview), name="preview"),
    path("people/new/", desk(new_people.new_person), name="new-person"),
    # Scripts call these: they check by themselves who asks, and answer in JSON.
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<uuid:uuid>/", uploads.upload, name="upload"),
    path("photos/known/", figure_cards.known_photos, name="known-photos"),
    path("photos/<uuid:uuid>/<int:width>.jpg", figure_cards.photo, name="photo"),
    path("figures/", figure_cards.from_photo, name="figure-from-photo"),
    path("figures/order/", figure_cards.order, name="figure-order"),
    path("figures/return/", figure_cards.return_, name="figure-return"),
    path("figures/<int:pk>/", figure_cards.figure, name="figure"),
    path("figures/<int:pk>/removal/", figure_cards.removal, name="figure-removal"),
    path("names/", desk(names.names), name="names"),
    path("figures/alt/", desk(alt_queue.alt_queue), name="alt-queue"),
]
