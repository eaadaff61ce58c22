import pytest

from people.models import Person, Visibility
from posts.figure_edits import EditedElsewhere, EditRefused, Member, read_names, set_people, write
from posts.models import FigurePerson, Log
from tests.factories import make_day, make_figure, make_person, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure():
    trip = make_trip(title="Oslo")
    return make_figure(trip, day=make_day(trip), name="stage", caption="Before", alt="")


def names(figure):
    return list(figure.figure_people.values_list("person__name", flat=True))


def test_words_are_written_where_they_are_as_they_were_seen(figure):
    write(figure, "caption", "  After\r\nthat ", before="Before")
    figure.refresh_from_db()
    assert figure.caption == "After\nthat"
    write(figure, "caption", "After\nthat", before="something else")
    with pytest.raises(EditedElsewhere) as conflict:
        write(figure, "caption", "Mine", before="Before")
    assert conflict.value.now == "After\nthat"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("…", "A name is made of letters and numbers, such as stage-2."),
        ("other", "This trip has a figure called other already. Choose another name."),
        ("x" * 101, "The name has 101 characters, more than 100. Shorten it."),
    ],
)
def test_names_that_are_not_taken(figure, name, message):
    make_figure(figure.trip, name="other")
    with pytest.raises(EditRefused) as refused:
        write(figure, "name", name, before="stage")
    assert str(refused.value) == message


def test_a_name_that_a_text_uses_stays(figure):
    figure.day.body = "![](figure:stage)"
    figure.day.save()
    message = r"The text of 2024-03-14 shows it as !\[\]\(figure:stage\)\. Change or remove that first\."
    with pytest.raises(EditRefused, match=message):
        write(figure, "name", "podium", before="stage")
    figure.day.body = "![](figure:podium)"
    figure.day.save()
    write(figure, "name", "The Podium", before="stage")
    assert figure.name == "the-podium"


def test_people_are_set_in_order_and_new_ones_made(figure):
    # Nobody has chosen a pseudonym for them yet.
    Log.objects.create(default_visibility=Visibility.PSEUDONYM)
    ada, bo = make_person("Ada"), make_person("Bo")
    assert set_people(figure, [Member(ada.pk), Member(name=" Cy  Young "), Member(bo.pk)]) == ["Cy Young"]
    assert names(figure) == ["Ada", "Cy Young", "Bo"]
    assert Person.objects.get(name="Cy Young").visibility == Visibility.HIDDEN
    kept = FigurePerson.objects.get(person=bo)
    set_people(figure, [Member(bo.pk), Member(ada.pk), Member(ada.pk)])
    assert (names(figure), FigurePerson.objects.get(person=bo)) == (["Bo", "Ada"], kept)
    with pytest.raises(EditedElsewhere):
        set_people(figure, [], before=[ada.pk])


def test_who_was_tapped_is_sorted_in_by_place(figure):
    people = [make_person(name) for name in ("Ada", "Bo", "Cy", "Di")]
    places = (0.9, None, 0.5, 0.1)
    set_people(figure, [Member(person.pk, x=x) for person, x in zip(people, places, strict=True)])
    assert names(figure) == ["Di", "Bo", "Cy", "Ada"]


@pytest.mark.parametrize("member", [Member(key=4711), Member(name=" "), Member(name="x" * 201)])
def test_people_that_are_not_taken(figure, member):
    with pytest.raises(EditRefused):
        set_people(figure, [member])


def test_names_are_read_from_the_caption_and_leave_it_when_all_are_known(figure):
    make_person("Ada")
    figure.caption = "Dinner. Left to right: Ada, [Bo](person:bo). Late."
    figure.save()
    assert (read_names(figure), names(figure)) == (["Bo"], ["Ada"])
    assert figure.caption.startswith("Dinner. Left")
    make_person("Bo")
    assert (read_names(figure), names(figure), figure.caption) == ([], ["Ada", "Bo"], "Dinner. Late.")
