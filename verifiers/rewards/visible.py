"""What of a text can be seen: characters without a shape fill no tag and make no repeated word a new one."""

import re

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
"""Control characters, Unicode's Default_Ignorable_Code_Point, and the Braille cell without a dot."""


def visible(text: str) -> str:
    """The text without characters that have no shape; white space stays."""
    return _INVISIBLE.sub("", text)


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen."""
    return not visible(text).strip()
