"""Django's backend for PostgreSQL, with an end to every wait: ENGINE = "portal.postgresql".

A server that is gone refuses at once. One that is frozen, or behind a cable that was pulled, keeps
its connections open and never answers; neither `statement_timeout` nor TCP notices that.
"""
