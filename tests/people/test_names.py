import pytest

from people.names import split_name


@pytest.mark.parametrize(
    ("written", "name", "others"),
    [
        ("Nicolas (Nic)", "Nicolas", ("Nic",)),
        ("Nicolas (Nic) Vidal", "Nicolas Vidal", ("Nic",)),
        ('Jane "JD" Doe', "Jane Doe", ("JD",)),
        ("Ada (aka @countess)", "Ada", ("countess",)),
        ("Ada Lovelace", "Ada Lovelace", ()),
        ("(Ada)", "(Ada)", ()),
    ],
)
def test_names_in_brackets_are_names_besides(written, name, others):
    assert split_name(written) == (name, others)
