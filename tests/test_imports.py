"""The arrows of the house: media <- people <- posts <- tripsite, and inside posts models <- domain <- views."""

import ast
from pathlib import Path

import pytest

from tests.conftest import PROJECT

APPS = ("media", "people", "posts", "tripsite")  # each may import itself and those before it
MODELS, DOMAIN, VIEWS = range(3)
LAYER_OF_PACKAGE = {"models": MODELS, "migrations": MODELS, "public": VIEWS, "api": VIEWS, "admin": VIEWS}

FILES = sorted(path.relative_to(PROJECT) for app in APPS for path in (PROJECT / app).rglob("*.py"))


def layer(parts: list[str]) -> int:
    """Return the layer of a module of posts: what is neither model nor view is domain.

    Apps, template tags and commands are at the outer edge, like views: they may import everything.
    """
    if parts[:1] != ["posts"] or len(parts) < 2:
        return VIEWS
    if parts[1] in ("apps", "management", "templatetags"):
        return VIEWS
    return LAYER_OF_PACKAGE.get(parts[1], DOMAIN)


def imported(node: ast.Import | ast.ImportFrom, package: list[str]) -> list[list[str]]:
    """Return the dotted names, as lists, that a statement in this package imports."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".") for alias in node.names]
    base = package[: len(package) - node.level + 1] if node.level else []
    base = base + (node.module.split(".") if node.module else [])
    return [[*base, alias.name] for alias in node.names]


def faults(source: str, path: Path) -> list[str]:
    """Return what is wrong with the imports of one file; `path` is relative to the project."""
    parts = list(path.with_suffix("").parts)
    package = parts[:-1]
    own_layer = layer(package if parts[-1] == "__init__" else parts)
    tree = ast.parse(source)
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        # Where Django wants an app's models and signals to be imported, once all apps are there.
        and not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if id(node) in inside:
            found.append(f"{path}:{node.lineno}: import inside a function")
        for name in imported(node, package):
            if name[0] not in APPS:
                continue
            if APPS.index(name[0]) > APPS.index(parts[0]):
                found.append(f"{path}:{node.lineno}: {parts[0]} imports {name[0]}")
            elif parts[0] == name[0] == "posts" and layer(name) > own_layer:
                found.append(f"{path}:{node.lineno}: {'.'.join(parts)} imports {'.'.join(name)}")
    return found


def test_all_apps_are_walked():
    assert {path.parts[0] for path in FILES} == set(APPS)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_follow_the_arrows(path: Path):
    assert faults((PROJECT / path).read_text(), path) == []


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("media/files.py", "from people.models import Person", ["media/files.py:1: media imports people"]),
        ("people/models.py", "import posts.models", ["people/models.py:1: people imports posts"]),
        ("posts/feeds.py", "from tripsite import settings", ["posts/feeds.py:1: posts imports tripsite"]),
        ("posts/prose/render.py", "from media.models import Photo\nfrom posts import models", []),
        ("tripsite/urls.py", "import media, people, posts.public.urls", []),
        (
            "posts/models/day.py",
            "from ..prose import render",
            ["posts/models/day.py:1: posts.models.day imports posts.prose.render"],
        ),
        (
            "posts/exchange/load.py",
            "if True:\n    from posts import public",
            ["posts/exchange/load.py:2: posts.exchange.load imports posts.public"],
        ),
        ("posts/cast.py", "from .admin import day", ["posts/cast.py:1: posts.cast imports posts.admin.day"]),
        ("posts/public/trips.py", "from posts.exchange import export", []),
        (
            "media/files.py",
            "def open():\n    import zipfile",
            ["media/files.py:2: import inside a function"],
        ),
        ("posts/apps.py", "class A:\n    def ready(self):\n        from . import revision", []),
        (
            "posts/models/__init__.py",
            "from posts.prose import render",
            ["posts/models/__init__.py:1: posts.models.__init__ imports posts.prose.render"],
        ),
    ],
)
def test_faults_of_a_file(path: str, source: str, expected: list[str]):
    assert faults(source, Path(path)) == expected
