import stat

from tripsite import home


def test_prepare_makes_a_folder_for_its_owner_alone(tmp_path):
    folder = home.prepare(tmp_path / "a log" / "here")
    assert folder == tmp_path / "a log" / "here"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_secret_key_stays_the_same_and_is_private(tmp_path):
    key = home.secret_key(tmp_path)
    assert home.secret_key(tmp_path) == key
    assert len(key) > 50
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_secret_key_differs_between_logs(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    assert home.secret_key(one) != home.secret_key(other)
