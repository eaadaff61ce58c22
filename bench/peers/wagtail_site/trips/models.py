from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

SECTION = blocks.StructBlock([("heading", blocks.CharBlock()), ("text", blocks.RichTextBlock())])


class TripTag(TaggedItemBase):
    content_object = ParentalKey("trips.TripPage", related_name="tagged_items", on_delete=models.CASCADE)


class TripPage(Page):
    body = StreamField([("section", SECTION)])
    tags = ClusterTaggableManager(through=TripTag, blank=True)
