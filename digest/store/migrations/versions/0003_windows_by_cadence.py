"""What cadences that were not due at a stream's last slot are still to bring."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("behind", sa.Text(), nullable=False, server_default="")
    op.add_column("streams", column)


def downgrade() -> None:
    op.drop_column("streams", "behind")
