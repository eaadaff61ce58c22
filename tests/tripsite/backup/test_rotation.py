"""A folder of backups: the newest stay, whatever else lies there stays, and a failure removes nothing."""

import configparser
import datetime
import shlex
import shutil
import subprocess
import zipfile

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import make_trip

pytestmark = pytest.mark.django_db

DEPLOY = settings.BASE_DIR / "deploy"
NIGHTS = [datetime.datetime(2024, 5, day, 3, 15, tzinfo=datetime.UTC) for day in (28, 29, 30, 31)]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_newest_backups_stay_and_nothing_else_is_touched(tmp_path, capsys):
    folder = tmp_path / "backups"
    make_trip()
    folder.mkdir()
    for name in ("log-2024.backup", "notes.txt", "log-20240101T000000Z.backup.gpg"):
        (folder / name).write_text("mine")
    (folder / "log-20240101T000000Z.backup").symlink_to(folder / "notes.txt")
    before = names(folder)
    for night in NIGHTS:
        with time_machine.travel(night, tick=False):
            call_command("backup", str(folder), keep=2)
    kept = ["log-20240530T031500Z.backup", "log-20240531T031500Z.backup"]
    assert names(folder) == sorted([*before, *kept])
    assert "log-20240529T031500Z.backup: removed; it was older than the 2 kept." in capsys.readouterr().out
    assert zipfile.ZipFile(folder / kept[0]).testzip() is None
    assert (folder / kept[0]).stat().st_mode & 0o777 == 0o600


def test_folder_is_made_for_its_owner_alone(tmp_path):
    call_command("backup", str(tmp_path / "new" / "backups"), keep=1, verbosity=0)
    assert (tmp_path / "new" / "backups").stat().st_mode & 0o777 == 0o700


def test_backup_that_fails_removes_nothing(tmp_path, monkeypatch):
    make_trip()
    with time_machine.travel(NIGHTS[0]):
        call_command("backup", str(tmp_path), keep=1, verbosity=0)
    before = names(tmp_path)
    # A disk that is full, as the writing of the file meets it.
    monkeypatch.setattr("os.fsync", lambda file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(CommandError, match=r"cannot be written \(No space left on device\)"):
        call_command("backup", str(tmp_path), keep=1)
    assert names(tmp_path) == before


@pytest.mark.parametrize("keep", [0, -1])
def test_nothing_cannot_be_kept(tmp_path, keep):
    with pytest.raises(CommandError, match="1 or more"):
        call_command("backup", str(tmp_path), keep=keep)
    assert names(tmp_path) == []


def test_file_is_no_folder_for_backups(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match=r"file: no folder for backups \(File exists\)"):
        call_command("backup", str(tmp_path / "file"), keep=1)


def test_units_run_this_command_every_night():
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.read(DEPLOY / "tripsite-backup.service")
    _, _, command, folder, option, number = shlex.split(unit["Service"]["ExecStart"])
    assert (command, option, int(number) > 1) == ("backup", "--keep", True)
    assert folder in unit["Service"]["ReadWritePaths"].split()
    timer = (DEPLOY / "tripsite-backup.timer").read_text()
    assert "OnCalendar=*-*-* 03:15:00" in timer
    assert "Persistent=true" in timer


SYSTEMD = shutil.which("systemd-analyze")


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not here")
def test_systemd_understands_the_units(tmp_path):
    for name in ("tripsite-backup.service", "tripsite-backup.timer"):
        # The program does not lie where it will lie on a server; everything else is as it is there.
        text = (DEPLOY / name).read_text().replace("/srv/tripsite/program/.venv/bin/python", "/bin/true")
        (tmp_path / name).write_text(text)
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    told = subprocess.run([str(SYSTEMD), "verify", *units], capture_output=True, text=True, check=False)
    assert [line for line in told.stderr.splitlines() if str(tmp_path) in line] == []
