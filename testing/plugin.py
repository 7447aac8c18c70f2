"""Loaded before Django reads its settings: says that this is a test and how to plan, and starts the database."""

import gc
import os

os.environ["LAGET_ENV"] = "test"
# PostgreSQL joins as it is written, and plans a question once for all values: with a handful of rows, to think of
# something better takes longer than to answer. So do the servers that tests start.
os.environ["PGOPTIONS"] = (
    "-c join_collapse_limit=1 -c from_collapse_limit=1 -c plan_cache_mode=force_generic_plan "
    + os.environ.get("PGOPTIONS", "")
)

from laget.config.environment import read_environment
from laget.config.postgres import ensure_database
from testing.tables import template_name

# As the server has it: what a test makes goes by itself, nearly all of it, so look for the rest less often.
gc.set_threshold(20_000)
# Nothing is collected for the tests: the folder need only be there.
(read_environment().var / "static").mkdir(parents=True, exist_ok=True)
# The tests' own databases are copies of this empty one.
ensure_database(read_environment().var, template_name())
