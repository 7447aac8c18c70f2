"""A database that isn't there, or isn't ready, said in a line to whoever typed a command."""

import psycopg
from psycopg.errors import InsufficientPrivilege, UndefinedColumn, UndefinedFunction, UndefinedTable

NOT_READY = "Tabellene i databasen er ikke slik Laget venter. Kjør «laget migrate» først."
OF_THE_SERVER = {"08", "28", "3D", "53", "57"}  # connection, password, no such database, full, on its way down


def in_a_line(problem: BaseException | None) -> str:
    """What an operator can mend, in Norwegian; "" when it is anything else, and needs all that Python says of it."""
    while problem and not isinstance(problem, psycopg.Error):
        problem = problem.__cause__
    if not isinstance(problem, psycopg.Error):
        return ""
    if isinstance(problem, UndefinedTable | UndefinedColumn | UndefinedFunction):
        return NOT_READY
    said = " ".join(str(problem).split())
    # Our own triggers refuse with the same code, in words of their own.
    owned_by_another = isinstance(problem, InsufficientPrivilege) and said.startswith("permission denied")
    if owned_by_another or (problem.sqlstate or "08")[:2] in OF_THE_SERVER:
        return f"Laget får ikke brukt databasen: {said}"
    return ""
