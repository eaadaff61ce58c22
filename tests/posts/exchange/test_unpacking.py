"""What is brought in: unpacked where it may be, refused with the name of what is wrong where not."""

import io
import stat
import zipfile

import pytest

from posts.exchange import unpacking
from posts.exchange.hugo.read import read
from posts.exchange.unpacking import UnpackingError, unpack

POST = "---\ntitle: Utrecht\ndate: 2024-05-20\n---\nOn Friday we left.\n"


def zipped(*entries, compression=zipfile.ZIP_DEFLATED):
    """Return a zip of pairs of a name, or a ZipInfo, and content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file


def below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def refusal(tmp_path, file, name="trip.zip"):
    """Return why a file is refused; nothing of it may be left."""
    with pytest.raises(UnpackingError) as error:
        unpack(file, name, tmp_path / "here")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    return str(error.value)


def test_zip_is_laid_out_below_its_name(tmp_path):
    path = unpack(zipped(("index.md", POST), ("images/a.jpg", b"a")), "Utrecht 2024.zip", tmp_path)
    assert below(tmp_path) == ["utrecht-2024/images/a.jpg", "utrecht-2024/index.md"]
    assert [trip.source for trip in read(path).trips] == ["utrecht-2024/index.md"]


def test_content_folder_keeps_its_paths_as_sources(tmp_path):
    path = unpack(zipped(("content/posts/utrecht/index.md", POST)), "site.zip", tmp_path)
    assert [trip.source for trip in read(path).trips] == ["posts/utrecht/index.md"]


def test_what_a_mac_adds_is_left_out(tmp_path):
    unpack(zipped(("a/index.md", POST), ("__MACOSX/a/._index.md", b"x")), "a.zip", tmp_path)
    assert below(tmp_path) == ["a/a/index.md"]


def test_single_post_is_known_by_its_name_and_an_index_by_its_title(tmp_path):
    assert unpack(io.BytesIO(POST.encode()), "2024-utrecht.md", tmp_path / "a") == tmp_path / "a" / "2024-utrecht.md"
    path = unpack(io.BytesIO(POST.encode()), "index.md", tmp_path / "b")
    assert path == tmp_path / "b" / "utrecht" / "index.md"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('+++\ntitle = "Two days in Ghent"\n+++\nx', "two-days-in-ghent"),
        ("# Ghent #\n\nx", "ghent"),
        ("no title", "pasted-8cb9a5c6"),
    ],
)
def test_pasted_text_is_named_by_its_title(text, name):
    assert unpacking.name_of(text.encode()) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.md", "trip.zip: ../evil.md: leads out of the zip (“..”); nothing was unpacked."),
        ("a/../../evil.md", "trip.zip: a/../../evil.md: leads out of the zip (“..”); nothing was unpacked."),
        ("a\\..\\..\\evil.md", "trip.zip: a/../../evil.md: leads out of the zip (“..”); nothing was unpacked."),
        ("/etc/evil.md", "trip.zip: /etc/evil.md: leads to a place outside the zip; pack it with relative paths."),
        ("C:\\evil.md", "trip.zip: C:/evil.md: leads to a place outside the zip; pack it with relative paths."),
    ],
)
def test_path_that_leads_outside_is_refused(tmp_path, name, reason):
    assert refusal(tmp_path, zipped(("index.md", POST), (name, "x"))) == reason


def test_name_that_no_file_can_have_is_refused(tmp_path):
    assert refusal(tmp_path, zipped(("x" * 300, "x"))).endswith("no file can have this name; rename it.")
    assert refusal(tmp_path, zipped(("x/" * 600 + "a", "x"))).endswith("pack it with fewer folders around it.")


def test_symbolic_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("images/passwd.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusal(tmp_path, zipped(("index.md", POST), (link, "/etc/passwd"))) == (
        "trip.zip: images/passwd.jpg: a symbolic link or a device, not a file; put the file itself into the zip."
    )


def test_bomb_is_refused_by_what_it_would_become(tmp_path):
    reason = refusal(tmp_path, zipped(("index.md", POST), ("bomb.md", b"\0" * 20_000_000)))
    assert reason.startswith("trip.zip: bomb.md: would become 20 MB out of ")


def test_more_than_fits_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_BYTES", 100)
    assert refusal(tmp_path, zipped(("a.md", POST), ("b.md", "x" * 80))).startswith("trip.zip: b.md: with it, more")


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 2)
    reason = refusal(tmp_path, zipped(*((f"{number}.md", POST) for number in range(3))))
    assert reason == "trip.zip: 3 files; up to 2 are unpacked. Bring it in parts."


def test_locked_zip_is_refused(tmp_path):
    content = bytearray(zipped(("index.md", POST)).getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert refusal(tmp_path, io.BytesIO(content)) == (
        "trip.zip: index.md: locked with a password; pack it without one."
    )


def test_name_that_is_no_utf_8_is_refused_and_unmarked_utf_8_is_read(tmp_path):
    plain = zipped(("xx.md", POST)).getvalue()
    assert refusal(tmp_path, io.BytesIO(plain.replace(b"xx.md", b"\xfc\xe4.md"))).endswith(
        ": its name is not UTF-8; rename the file."
    )
    unpack(io.BytesIO(plain.replace(b"xx.md", "ü.md".encode())), "trip.zip", tmp_path)
    assert below(tmp_path) == ["trip/ü.md"]


def test_two_of_one_name_are_refused(tmp_path):
    reason = refusal(tmp_path, zipped(("a", "x"), ("a/b.md", "y")))
    assert reason == "trip.zip: a: two things in the zip have this name; rename one."


def test_damaged_and_empty_zips_are_refused(tmp_path):
    whole = zipped(("index.md", POST * 200), compression=zipfile.ZIP_STORED).getvalue()
    half = refusal(tmp_path, io.BytesIO(whole[: len(whole) // 2]))
    assert half == "trip.zip: this is no zip, or only the beginning of one; pack it anew, or send it again."
    assert refusal(tmp_path, zipped()) == "trip.zip: there are no files in this zip."
    with pytest.raises(UnpackingError, match=r"^trip\.zip: index\.md: cannot be unpacked \(Bad CRC-32"):
        unpack(io.BytesIO(whole.replace(b"Friday", b"Monday")), "trip.zip", tmp_path)


def test_other_files_are_refused(tmp_path):
    reason = refusal(tmp_path, io.BytesIO(b"%PDF"), "trip.pdf")
    assert reason.startswith("trip.pdf: neither Markdown nor a zip; bring a Markdown file (.md), an")


@pytest.mark.parametrize("lie", ["no name", "an offset before the file"])
def test_zip_whose_table_of_contents_lies_is_damaged(tmp_path, lie):
    content = bytearray(zipped(("x", POST)).getvalue())
    entry, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    if lie == "no name":  # APPNOTE 4.3.12 and 4.3.16: its length stands at 28, it at 46; the table's length at 12
        content[entry + 28] = 0
        content[end + 12] -= 1
        del content[entry + 46]
    else:  # where the table begins, at 16: later than it does, so its entries lie before the file
        content[end + 16] += 7
    assert "pack it anew" in refusal(tmp_path, io.BytesIO(bytes(content)))
