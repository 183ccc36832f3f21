"""Alembic's environment: it runs only inside the transaction that ``corpus.schema`` opens."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
