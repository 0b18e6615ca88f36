"""Whether the work of a function grows with the length of what it gets, not with the square."""

import time


def processor_time(act, given):
    began = time.process_time()
    act(given)
    return time.process_time() - began


def assert_grows_with_length(act, text_of, length):
    """`text_of(length)` and a text eight times as long; the square would take 64 times as long."""
    short, long = (processor_time(act, text_of(many)) for many in (length, 8 * length))
    assert long < 24 * short + 0.4
