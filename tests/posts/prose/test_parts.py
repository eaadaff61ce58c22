"""Parts are drawn once for what they are given, in each language, and anew while somebody works on templates."""

from django.utils import translation

from posts.prose import parts


def _drawn(times: int) -> int:
    parts._drawn.cache_clear()
    for _ in range(times):
        assert "<nav" in parts.part("posts/_nav.html", here="/")
    return parts._drawn.cache_info().misses


def test_a_part_is_drawn_once():
    assert _drawn(3) == 1


def test_a_part_is_drawn_anew_while_templates_are_worked_on(settings):
    settings.DEBUG = True
    assert _drawn(3) == 0


def test_each_language_and_value_has_its_own():
    english = parts.part("posts/_nav.html", here="/people/")
    with translation.override("de"):
        assert "Personen" in parts.part("posts/_nav.html", here="/people/")
    assert 'href="/people/" aria-current="page"' in english
    assert 'href="/people/" aria-current="page"' not in parts.part("posts/_nav.html", here="")
