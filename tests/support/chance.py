"""Random facts in the database for hypothesis: the same ones in each run."""

from hypothesis import HealthCheck, settings

# Tests roll back what each example stores; loading the database is slow on a busy machine.
same_each_time = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
