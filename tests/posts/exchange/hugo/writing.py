"""Writes small posts to read, and reads them."""

from pathlib import Path

from posts.exchange.hugo.read import Reading, read
from posts.exchange.hugo.trips import ReadTrip

MATTER = 'title: "Three days in Utrecht"\ndate: 2024-05-20'


def write(path: Path, body: str, matter: str = MATTER, fence: str = "---") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{fence}\n{matter}\n{fence}\n{body}")
    return path


def write_pictures(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"picture " + name.encode())


def read_one(tmp_path: Path, body: str, matter: str = MATTER, pictures: tuple[str, ...] = ()) -> ReadTrip:
    """Read a bundle of this body, with these pictures beside it."""
    folder = tmp_path / "content" / "posts" / "utrecht"
    write(folder / "index.md", body, matter)
    write_pictures(folder, *pictures)
    reading = read(tmp_path / "content")
    assert [str(problem) for problem in reading.problems] == []
    [trip] = reading.trips
    return trip


def body_of(tmp_path: Path, body: str, matter: str = MATTER, pictures: tuple[str, ...] = ()) -> str:
    """Return what the body of a post that is one section becomes."""
    [day] = read_one(tmp_path, body, matter, pictures).trip.days
    return day.body


def problems_of(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]
