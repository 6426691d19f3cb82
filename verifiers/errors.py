"""What can go wrong while judging, when it is not the submission's doing.

VerifierError
├── RequestError           the caller's fault; `field` names the part of the request
│   ├── InvalidSubmission
│   ├── InvalidGold        the reference answer cannot be read
│   ├── InvalidProblem     the tests or limits make no sense
│   ├── UnknownProblem     no problem is stored under this id
│   └── UnknownTask
└── JudgingFailed          our fault: a bug or a broken helper; there is no reward
    ├── StoreUnavailable   the problem store does not answer; it may later
    └── LanguageUnavailable  the language that was asked for does not work on this host
"""


class VerifierError(Exception):
    """Base of everything below."""


class RequestError(VerifierError):
    """The caller sent something that cannot be judged.

    Attributes:
        field: dotted path of the offending part, such as `problem.tests.3.input`; empty if there is none.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class InvalidSubmission(RequestError):
    """A part of the submission other than its gold or problem makes no sense."""


class InvalidGold(RequestError):
    """The reference answer cannot be read; the message says what and where."""


class InvalidProblem(RequestError):
    """The problem's tests, limits or signature cannot be used."""


class UnknownProblem(RequestError):
    """No problem is stored under the id that was given."""


class UnknownTask(RequestError):
    """There is no verifier of this name."""


class JudgingFailed(VerifierError):
    """We could not judge, and it is our fault. It becomes `internal_error` with no reward."""


class StoreUnavailable(JudgingFailed):
    """The problem store cannot be reached, read or written in time. Trying again later may help."""


class LanguageUnavailable(JudgingFailed):
    """The language that was asked for does not work on this host; the message says what to install."""
