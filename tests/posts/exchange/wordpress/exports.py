"""Writes small WordPress exports."""

from html import escape
from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5" created="2024-06-01 08:00" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Pond</title><link>https://blog.example</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://blog.example</wp:base_site_url><wp:base_blog_url>https://blog.example</wp:base_blog_url>
"""
AUTHOR = (
    "<wp:author><wp:author_login>{0}</wp:author_login><wp:author_display_name>{1}</wp:author_display_name></wp:author>"
)


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def item(number: int = 1, content: str = "Text.", *, extra: str = "", **values: str) -> str:
    told = {
        "post_type": "post", "status": "publish", "post_name": f"post-{number}", "post_date": "2024-05-20 21:00:00",
        "post_date_gmt": "2024-05-20 19:00:00", "post_modified_gmt": "2024-05-21 10:00:00", "post_password": "",
    } | values  # fmt: skip
    title = told.pop("title", f"Post {number}")
    link = told.pop("link", f"https://blog.example/2024/05/{told['post_name']}/")
    wp = "".join(f"<wp:{name}>{cdata(value)}</wp:{name}>" for name, value in told.items())
    return (
        f"<item><title>{cdata(title)}</title><link>{escape(link)}</link><dc:creator>ada</dc:creator>"
        f'<guid isPermaLink="false">https://blog.example/?p={number}</guid>'
        f"<content:encoded>{cdata(content)}</content:encoded><excerpt:encoded>{cdata('')}</excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id>{wp}{extra}</item>"
    )


def attachment(number: int, path: str, alt: str = "") -> str:
    url = f"<wp:attachment_url>https://blog.example/wp-content/uploads/{path}</wp:attachment_url>"
    meta = (
        "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
        f"<wp:meta_value>{cdata(alt)}</wp:meta_value></wp:postmeta>"
    )
    return item(number, "", post_type="attachment", status="inherit", extra=url + meta)


def export(*items: str, authors: tuple[str, ...] = ("ada",)) -> bytes:
    people = "".join(AUTHOR.format(login, login.title()) for login in authors)
    return f"{HEAD}{people}{''.join(items)}</channel></rss>".encode()


def write(folder: Path, *items: str, pictures: tuple[str, ...] = (), **values: tuple[str, ...]) -> Path:
    for name in pictures:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"picture " + name.encode())
    folder.mkdir(exist_ok=True)
    path = folder / "blog.xml"
    path.write_bytes(export(*items, **values))
    return path
