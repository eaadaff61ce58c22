import pytest

from posts.left_to_right import Named, find_list, read_people
from tests.factories import make_person


@pytest.mark.parametrize(
    ("caption", "names", "rest"),
    [
        ("Left to right: Ada, Tom.", ["Ada", "Tom"], ""),
        ("From left to right, Ada, Tom and Grace", ["Ada", "Tom", "Grace"], ""),
        ("Dinner. Left to right: Ada & Tom. The fish was late.", ["Ada", "Tom"], "Dinner. The fish was late."),
        ("left to right: J. R. Hart, Tom, and Eve.", ["J. R. Hart", "Tom", "Eve"], ""),
        ("Left to right: [Ada](person:ada), [Tom](https://example.org/tom).\nLater.", ["Ada", "Tom"], "Later."),
        ("Von links nach rechts: *Ada* und Tom", ["Ada", "Tom"], ""),
        ("Left to right: Alexander, Andy and Sandra.", ["Alexander", "Andy", "Sandra"], ""),
    ],
)
def test_a_list_is_found_and_taken_out(caption, names, rest):
    listed = find_list(caption)
    assert ([named.name for named in listed.names], listed.rest) == (names, rest)


@pytest.mark.parametrize("caption", ["", "With Ada", "The train runs left to right", "Left to right:"])
def test_captions_that_list_nobody(caption):
    listed = find_list(caption)
    assert listed is None or listed.rest != caption


def test_a_reference_keeps_its_slug():
    assert find_list("Left to right: [Ada L.](person:ada), Tom").names == (Named("Ada L.", "ada"), Named("Tom"))


@pytest.mark.django_db
def test_people_are_read_by_reference_name_and_alias():
    ada, tom, nic = make_person("Ada"), make_person("Tom"), make_person("Nicolas")
    nic.aliases.create(name="Nic")
    make_person("Ben", slug="ben-1")
    make_person("Ben", slug="ben-2")
    names = (Named("A.", "ada"), Named("tom"), Named("Nic"), Named("Ben"), Named("myself"), Named("Nobody", "gone"))
    assert read_people(names) == ([ada, tom, nic], ["Ben", "myself", "Nobody"])
