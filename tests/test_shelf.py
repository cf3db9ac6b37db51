"""What was parsed lies on the shelf, at hand or in a file, and comes back as it was."""

from __future__ import annotations

import pytest

from tests.cli_support import SAMPLE_RETURNS
from zsstat.catalog import load_catalogue
from zsstat.errors import UsageError
from zsstat.pipeline import shelf as shelves
from zsstat.pipeline.parsing import Understood, packed, parse
from zsstat.pipeline.shelf import Shelf
from zsstat.recognise import Expected

FILES = sorted(SAMPLE_RETURNS.glob("2019/[镇岚瀛]*"))


@pytest.fixture(scope="module")
def parsed() -> list[tuple[bytes, Understood]]:
    catalogue = load_catalogue()
    found = []
    for path in FILES:
        understood = parse(path.read_bytes(), path.name, catalogue, Expected())
        assert isinstance(understood, Understood)
        found.append((path.read_bytes(), understood))
    return found


@pytest.mark.parametrize(("at_hand", "in_memory"), [(8_000, 2**24), (1, 2**24), (1, 1)])
def test_what_is_taken_is_what_was_put(
    at_hand: int,
    in_memory: int,
    parsed: list[tuple[bytes, Understood]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelves, "AT_HAND", at_hand)
    monkeypatch.setattr(shelves, "IN_MEMORY", in_memory)
    with Shelf() as shelf:
        places = [shelf.put(content, understood) for content, understood in parsed]
        places += [shelf.put(content, packed(understood)) for content, understood in parsed]
        for place, put in reversed(list(zip(places, parsed * 2, strict=True))):
            assert shelf.take(place) == put
    kept = [place.at_hand is not None for place in places]
    small = at_hand > 1
    assert kept == [True, *[small] * (len(parsed) - 1), *[False] * len(parsed)]


def test_a_full_disk_is_told(
    parsed: list[tuple[bytes, Understood]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Shelf() as shelf:

        def full(_: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(shelf._file, "write", full)
        with pytest.raises(UsageError, match="临时文件"):
            shelf.put(*parsed[0])
