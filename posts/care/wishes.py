"""What people ask for on their own page, and how it is granted."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Alias, Person, PersonLink, Visibility, Wish
from posts.models import Figure

MOST_OPEN = 20


class WishRefused(Exception):
    """A wish that cannot be taken, or granted as it is; the message says why."""


def ask(person: Person, kind: str, text: str, figure: Figure | None = None) -> Wish:
    """Take a wish down for the writer. Nothing changes until it is answered."""
    text = text.strip()
    if kind not in Wish.Kind.values:
        raise WishRefused(_("Choose what you ask for."))
    if kind in (Wish.Kind.NAME, Wish.Kind.LINK, Wish.Kind.OTHER) and not text:
        raise WishRefused(_("Write what it should be."))
    if kind == Wish.Kind.PHOTO and (figure is None or figure.photo is None):
        raise WishRefused(_("Choose the photo."))
    if len(text) > 2000:
        raise WishRefused(_("That is too long: write at most 2,000 characters."))
    if person.wishes.filter(answer="").count() >= MOST_OPEN:
        raise WishRefused(_("There are many wishes of yours waiting already. They are read first."))
    return Wish.objects.create(person=person, kind=kind, text=text, photo=figure.photo if figure else None)


def grant(wish: Wish, text: str = "") -> str:
    """Do what was asked for, with the writer's wording in `text` if it differs, and return what was done.

    Erasing is never done here: it has a page of its own, with choices.
    """
    words = " ".join((text or wish.text).split())
    with transaction.atomic():
        done = {
            Wish.Kind.NAME: _rename,
            Wish.Kind.LINK: _link,
            Wish.Kind.HIDE: _hide,
            Wish.Kind.PHOTO: _withhold,
        }.get(Wish.Kind(wish.kind), _noted)(wish, words)
        _answer(wish, Wish.Answer.GRANTED)
    return done


def decline(wish: Wish) -> None:
    _answer(wish, Wish.Answer.DECLINED)


def _answer(wish: Wish, answer: Wish.Answer) -> None:
    wish.answer, wish.answered_at = answer, timezone.now()
    wish.save(update_fields=["answer", "answered_at"])


def _rename(wish: Wish, name: str) -> str:
    person, before = wish.person, wish.person.name
    if not name or len(name) > 200:
        raise WishRefused("Give the new name, of at most 200 characters.")
    person.aliases.filter(name=name).delete()
    if before != name:
        Alias.objects.get_or_create(person=person, name=before, defaults={"kind": Alias.Kind.FORMER})
    person.name = name
    person.save()
    return f"{before} is {name} now. Texts keep the words in which they name somebody: look those over."


def _link(wish: Wish, url: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise WishRefused(f"“{url}” is no web address. Correct it, then grant the wish.") from error
    last = wish.person.links.count()
    PersonLink.objects.get_or_create(person=wish.person, url=url, defaults={"position": last})
    return f"{wish.person} has the link {url}."


def _hide(wish: Wish, words: str) -> str:
    person = wish.person
    person.visibility, person.figures_withheld = Visibility.HIDDEN, True
    person.save()
    return f"{person} is hidden, and pictures that show them are withheld."


def _withhold(wish: Wish, words: str) -> str:
    """Take the picture out of its figures; the photo itself stays with the writer until erased."""
    figures = Figure.objects.filter(photo=wish.photo)
    names = [str(figure) for figure in figures]
    for figure in figures:
        figure.photo = None
        figure.save()
    return f"No figure shows that photo any more: {', '.join(names) or 'none did'}."


def _noted(wish: Wish, words: str) -> str:
    return f"Noted for {wish.person}."
