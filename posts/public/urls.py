"""The public addresses. They are a contract: what is linked from elsewhere must keep working."""

from django.urls import include, path, register_converter

from . import (
    archive,
    converters,
    events,
    figures,
    home,
    people,
    photos,
    places,
    search,
    tags,
    talks,
    their_say,
    trips,
    world_map,
)

register_converter(converters.UnicodeSlugConverter, "unicode_slug")
register_converter(converters.DateConverter, "date")
register_converter(converters.PictureFormatConverter, "picture_format")
register_converter(converters.FeedFormatConverter, "feed_format")

urlpatterns = [
    path("", home.home, name="home"),
    path("trips/<unicode_slug:slug>/", trips.trip, name="trip"),
    path("trips/<unicode_slug:slug>/<date:date>/", trips.day, name="day"),
    path("trips/<unicode_slug:slug>/figures/<unicode_slug:name>/", figures.figure, name="figure"),
    path("people/", people.people, name="people"),
    path("people/<unicode_slug:slug>/", people.person, name="person"),
    path("talks/", talks.talks, name="talks"),
    path("talks/<unicode_slug:slug>/", talks.talk, name="talk"),
    path("events/", events.events, name="events"),
    path("events/<unicode_slug:slug>/", events.event, name="event"),
    path("places/", places.places, name="places"),
    path("places/<unicode_slug:slug>/", places.place, name="place"),
    path("map/", world_map.world_map, name="map"),
    path("tags/<unicode_slug:slug>/", tags.tag, name="tag"),
    path("categories/<unicode_slug:slug>/", tags.category, name="category"),
    path("archive/", archive.archive, name="archive"),
    path("search/", search.search, name="search"),
    path("photos/<uuid:uuid>/<int:width>.<picture_format:extension>", photos.photo, name="photo"),
    path("their-say/<slug:token>/", their_say.their_say, name="their-say"),
    path("their-say/<slug:token>/data.json", their_say.their_data, name="their-data"),
    path("preview/", include("posts.public.preview_urls")),
    path("", include("posts.public.export_urls")),
    path("", include("posts.public.machine_urls")),
]
