"""What each reader is meant to read, small: the inputs that fuzzing starts from."""

import io
import json
import zipfile

from tests.media import pictures
from tests.posts.exchange.schedule.schedules import person, schedule, talk
from tripsite.backup import container
from tripsite.backup.manifest import MANIFEST, Manifest

POST = b"""---
title: "Three days in Utrecht"
date: 2024-05-20T10:00:00+02:00
tags: [NixCon, "two words"]
categories: Travel Conferences
cover: {image: images/a.jpg}
speakers: [{name: Ada, website: https://ada.example/}]
---
On Friday I met [Ada Example](https://ada.example/ "site") and [Ben][b], ate at [Soup](https://maps.example/?q=52.1,5.1).

{{< figure src="images/a.jpg" title="A \\"pond\\"" caption="Left to right: Ada, [Ben](https://ben.example)" >}}
{{<ref"../other/index.md">}} <figure><img src="b.png" alt=""><figcaption>c</figcaption></figure>

## Saturday, 18 May {#saturday}

- *Talk* by **Cleo** `code` ![](c.jpg)
    1. deeper

---

| a | b |
|:-:|--:|
| c | d |

```python
print(1)
```

Term
: meaning[^1]

[^1]: note
[b]: https://github.com/ben
"""
TOML_POST = b"""+++
title = 'Day 0 - arrival'
date = 2024-05-17T10:00:00Z
journeys = ["pycon-2015"]
[params]
a = 1
+++
Tuesday evening. <!--more--> {{% notice %}}x{{% /notice %}} {{ site.url }}
"""
TEXT = b"""I met [Ada](person:ada) at [King Taco](place:king-taco), heard [it](talk:systemd) at [NixCon](event:nixcon).

![](figure:skating)

> *quoted* ~~struck~~ <b onclick="x">bold</b> <a href="javascript:x">x</a> [x](data:x) &amp; \\* "smart" -- quotes...

1. one
2. two [^n]

[^n]: A note. <details><summary>s</summary>

*md*</details>

*[HTML]: Hyper Text
"""
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<schedule><conference><title>PondConf</title><acronym>pond</acronym><start>2024-05-17</start><time_zone_name>Europe/Amsterdam</time_zone_name></conference>
<day index="1" date="2024-05-17"><room name="Reed"><event guid="5f2d7c1e-0b6a-4c55-9d6e-000000000001" id="1">
<date>2024-05-17T10:00:00+02:00</date><start>10:00</start><duration>1:30</duration><title>Ponds</title><track>Water</track>
<language>en</language><abstract>a</abstract><persons><person id="7">Ada Example</person></persons>
<links><link href="https://pond.example/x">x</link></links></event></room></day></schedule>
"""
ICAL = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@pond.example\r\nDTSTAMP:20240501T000000Z\r\n"
    + (
        b"DTSTART;TZID=Europe/Amsterdam:20240517T100000\r\nDURATION:PT30M\r\nSUMMARY:How ponds freeze\r\n"
        b"LOCATION:Reed\r\n"
        b"CATEGORIES:Water\r\nATTENDEE;CN=Ada Example:MAILTO:a@pond.example\r\nURL:https://pond.example/1\r\n"
        b"STATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
)
XCAL = b"""<?xml version="1.0"?><iCalendar xmlns:pentabarf="http://pentabarf.org"><vcalendar><version>2.0</version><vevent>
<uid>1@pond.example</uid><dtstart>20240517T100000</dtstart><duration>00:30</duration><summary>Ponds</summary>
<location>Reed</location><attendee>Ada Example</attendee><status>CONFIRMED</status></vevent></vcalendar></iCalendar>
"""
DOCUMENT = {
    "format": "tripsite-log",
    "version": 1,
    "trips": [
        {
            "uuid": "0190b7a5-0000-7000-8000-000000000001",
            "slug": "utrecht",
            "title": "Utrecht",
            "starts_on": "2024-05-17",
            "ends_on": "2024-05-18",
            "time_zone": "Europe/Amsterdam",
            "days": [
                {"uuid": "0190b7a5-0000-7000-8000-000000000002", "kind": "day", "date": "2024-05-17", "body": "x"}
            ],
        }
    ],
    "people": [{"uuid": "0190b7a5-0000-7000-8000-000000000003", "name": "Ada", "slug": "ada", "visibility": "public"}],
}
QUERIES = (
    *(b"pond", b'"how ponds freeze" ad', b"a:b -x foo-bar", b"NEAR(a b) OR *", "Zürich ægir 日本".encode(), b"a\0b"),
    b'" OR 1=1 --',
)
ADDRESSES = (
    *(b"q=pond&kind=day&year=2024", b"event=pond24&year=2024&track=Water", b"page=2", b"since=2024-05-17T00:00:00Z"),
    *(b"page=999999999999999999999", b"year=-1", b"since=x", b"after=2024-05-17"),
)
FIELDS = (
    *(b"2024-05-17", b"17 May 2024", b"Europe/Amsterdam", b"Utrecht, Pasadena", b"52.1, 5.1", b"https://x.example/"),
    *(b"some-slug", "naïve".encode(), b"10:30", b"en-GB", b"-90.0", b"a\x00b"),
)


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("utrecht/index.md", POST)
        bundle.writestr("utrecht/images/a.jpg", b"picture")
    return packed.getvalue()


def small_pictures() -> tuple[bytes, ...]:
    """Return one of each format, with the metadata that cameras and editors put in."""
    small = pictures.corners(64, 48)
    return (
        pictures.jpeg_of_a_camera(64, 48),
        pictures.saved(small, "PNG", exif=pictures.exif()),
        pictures.saved(small, "WEBP", exif=pictures.exif()),
        pictures.saved(small, "GIF"),
        pictures.saved(small, "AVIF", exif=pictures.exif()),
        pictures.huge_png(),
    )


def programmes() -> tuple[bytes, ...]:
    return (schedule(talk(1, persons=[person("Ada Example")]), talk(2)), XML, ICAL, XCAL)


def documents() -> tuple[bytes, ...]:
    return (json.dumps(DOCUMENT).encode(),)


def backup() -> bytes:
    """Return the backup of next to nothing: one part, sealed as a real one."""
    content = io.BytesIO()
    with container.written_to(content) as writer:
        writer.add("rows/posts.log.jsonl", [b"{}\n"], is_text=True)
        told = Manifest(program="1", made_at="", migrations={}, sequences={}, missing=[], parts=writer.parts)
        writer.add(MANIFEST, [told.model_dump_json().encode()], is_text=True)
    return content.getvalue()
