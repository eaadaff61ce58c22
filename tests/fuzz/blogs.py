"""Blogs of other programs, and what a web server answers when an import fetches from it."""

import io
import tempfile
from pathlib import Path
from unittest.mock import patch

from posts.exchange import fetching
from posts.exchange.hugo import read
from posts.exchange.wordpress import tree as wordpress
from posts.exchange.wordpress.markup import to_markdown
from tests.posts.exchange.wordpress import exports

from .scratch import in_memory

CONTENT = """<!-- wp:paragraph --><p>On Friday I met <a href="https://ada.example/">Ada Example</a>.</p>
<!-- /wp:paragraph --><!-- wp:image {"id":2} --><figure><img src="https://blog.example/wp-content/uploads/a.jpg"/>
<figcaption>Left to right: Ada</figcaption></figure><!-- /wp:image --><!-- wp:latest-posts /--><!--more-->"""
CLASSIC = """On Friday I met <b>Ada</b>.
A line.

[caption id="a" width="30" caption="A pond"]<a href="x"><img src="a.jpg" /></a> words[/caption]
[gallery ids="2,3"] [embed]https://video.example/1[/embed] [code lang="py"]print(1)[/code] [contact-form-7 id="1"]

https://video.example/2
<pre>a</pre><table><tr><td>1</td></tr></table><ul><li>one<ol><li>two</li></ol></li></ul>"""
EXPORT = exports.export(
    exports.item(1, CONTENT, extra='<category domain="post_tag" nicename="x"><![CDATA[x]]></category>'),
    exports.item(4, CLASSIC, post_type="page"),
    exports.attachment(2, "2024/05/a.jpg", "A pond"),
)
JEKYLL = b"""---
layout: post
title: Utrecht
categories: travel conferences
tags: [a, b]
---
On Friday I met [Ada](https://ada.example/). {% highlight python %}
print(1)
{% endhighlight %} {% link _posts/2024-05-19-x.md %} {{ site.baseurl }} ![]({{ "/a.jpg" | relative_url }})
{: .centered }
"""
ZOLA = b"""+++
title = "Utrecht"
date = 2024-05-20
[taxonomies]
tags = ["a"]
[extra]
cover = "a.jpg"
+++
On Friday I met [Ada](@/people/ada.md). {{ youtube(id="x", autoplay=true) }}
{% quote(author="Ada") %}
words
{% end %}
"""
ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: https://pond.example/schedule.json?x=1#y\r\n\r\n",
    b"HTTP/1.0 301 Moved\r\nLocation: //pond.example:443/a b\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n",
)
ADDRESSES = (b"https://pond.example/schedule.json", b"http://[::1]:80/x?y=1#z", "https://ä.example/日本".encode())


def export(content: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        path = Path(folder) / "blog.xml"
        path.write_bytes(content)
        read.read(wordpress.read_tree(path))


def markup(content: bytes) -> None:
    to_markdown(content.decode(errors="replace"), {"2": "a.jpg"}, lambda address: address, lambda remark: None)


def post(content: bytes) -> None:
    """Read a post of Jekyll's, and the same as one of Zola's beside it."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        for name in ("_posts/2024-05-20-utrecht.md", "content/utrecht/index.md"):
            path = Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
        read.read(Path(folder))


class _Socket:
    """A connection's socket, from which one answer comes, whatever was asked."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self.answer)

    def close(self) -> None:
        pass

    def sendall(self, asked: bytes) -> None:
        assert b"\r\n" not in asked.rstrip(b"\r\n").split(b" HTTP/1.1", 1)[0], "an address made a header of its own"


def fetched(content: bytes) -> None:
    """Fetch from an address that answers this; where that is an address itself, fetch from there."""
    is_answer = content.startswith(b"HTTP/")
    url = "http://pond.example/" if is_answer else content.decode(errors="replace")
    answer = content if is_answer else ANSWERS[0]

    def connect(connection: fetching._Connection) -> None:
        connection.sock = _Socket(answer)

    with patch.object(fetching._Connection, "connect", connect):
        fetching.fetch(url, fetching.Limits(size=65_536, seconds=5))
