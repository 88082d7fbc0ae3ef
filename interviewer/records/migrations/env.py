"""Run by Alembic: the migrations on the connection that `interviewer.records.upgrade` hands in, in one transaction."""

from __future__ import annotations

from alembic import context

from interviewer.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
