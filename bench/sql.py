"""Sessions with PostgreSQL by way of psql, so that nothing needs to be installed for Python."""

import subprocess


class Sql:
    """One session. To be used with `with`; called with a statement it answers the rows, as tuples of text."""

    def __init__(self, psql: list[str], environment: dict[str, str]):
        self.psql = subprocess.Popen(
            [*psql, "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"], env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def __enter__(self) -> "Sql":
        return self

    def __exit__(self, *_):
        self.psql.stdin.close()
        try:
            self.psql.wait(10)
        except subprocess.TimeoutExpired:
            self.psql.kill()
            self.psql.wait()
        self.psql.stdout.close()
        self.psql.stderr.close()

    def __call__(self, statement: str) -> list[tuple[str, ...]]:
        end = "-- that is all --"
        self.psql.stdin.write(f"{statement.rstrip().rstrip(';')};\n\\echo '{end}'\n")
        self.psql.stdin.flush()
        rows = []
        for line in self.psql.stdout:
            if line.rstrip("\n") == end:
                return rows
            rows.append(tuple(line.rstrip("\n").split("\t")))
        raise RuntimeError(f"{self.psql.stderr.read().strip()}\nin: {statement[:500]}")

    def one(self, statement: str) -> str:
        """The one value that a statement answers."""
        ((value,),) = self(statement)
        return value
