"""On SQLite, lookup's index takes tokens as they come, without a look at what each character is,
and joins sixteen of its pieces at a time instead of four. Made anew from the articles, which took
nine minutes for 200,000 on two busy cores."""

from __future__ import annotations

from alembic import op

from digest.store.indexing import reindex

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The texts are folded and cut into letters before they come here: all but blanks is a token.
    _anew("ascii", pieces=16)


def downgrade() -> None:
    _anew("unicode61 remove_diacritics 0", pieces=4)


def _anew(tokenizer: str, pieces: int) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE search")
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5(grams, content='', detail=none, "
        f"columnsize=0, tokenize='{tokenizer}')"
    )
    op.execute(f"INSERT INTO search(search, rank) VALUES ('automerge', {pieces})")  # noqa: S608
    reindex(op.get_bind())
