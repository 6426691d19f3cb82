"""The module `signal` without its enumerations: less to copy in every fork."""

from __future__ import annotations

import signal

PLAIN_SIGNALS = vars(signal)["_signal"]
"""The module `signal` without its enumerations: less to copy in every fork."""
set_handler = PLAIN_SIGNALS.signal
set_signal_mask = PLAIN_SIGNALS.pthread_sigmask
BY_DEFAULT, IGNORED = PLAIN_SIGNALS.SIG_DFL, PLAIN_SIGNALS.SIG_IGN
