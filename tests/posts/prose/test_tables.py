from posts.prose.render import render, render_inline
from posts.prose.targets import Targets

TABLE = "| Food | Price |\n| --- | --: |\n| Taco | 3 |"


def test_a_table_stands_in_a_region_of_its_own_that_the_keyboard_scrolls():
    html = render(f"Before.\n\n{TABLE}\n\nAfter.", Targets())
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Table 1"><table>' in html
    assert html.count("<div") == html.count("</table></div>") == 1


def test_tables_of_a_page_have_names_of_their_own():
    html = render(f"{TABLE}\n\nMore.\n\n{TABLE}", Targets(), section="day-2024-03-14")
    names = [part.split('"')[0] for part in html.split('aria-label="')[1:]]
    assert names == ["Table 1, 2024-03-14", "Table 2, 2024-03-14"]


def test_a_table_in_a_table_stays_balanced():
    html = render("<table><tr><td><table><tr><td>in</td></tr></table></td></tr></table>", Targets())
    assert (html.count("<div"), html.count("</div>")) == (2, 2)
    assert html.endswith("</table></div>")


def test_a_writer_cannot_make_a_region():
    assert "tabindex" not in render('<div class="table-scroll" role="region" tabindex="0">words</div>', Targets())


def test_a_caption_has_no_regions():
    assert "region" not in render_inline(TABLE, Targets())
