"""The five seed pages read exactly as reviewed by eye; `python tests/golden/update.py` re-writes the
files when a change is meant."""

import importlib.util
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("golden_update", Path(__file__).parent / "update.py")
assert SPEC is not None
assert SPEC.loader is not None
update = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(update)


def test_every_seed_has_a_golden_file() -> None:
    names = {path.stem for path in Path(__file__).parent.glob("*.json")}
    assert names == {page.stem for page in update.SEEDS}
    assert len(names) == 5


@pytest.mark.parametrize("page", update.SEEDS, ids=lambda page: page.stem[:3])
def test_a_seed_page_reads_as_reviewed(page: Path) -> None:
    read = update.as_text(update.parsed(page))
    assert read.splitlines() == update.golden(page).read_text(encoding="utf-8").splitlines()
