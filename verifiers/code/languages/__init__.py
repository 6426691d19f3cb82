from verifiers.code.languages.language import Language, LanguageFileError, Recipe, read_language
from verifiers.code.languages.registry import Languages, Versions, ask_version

__all__ = [
    "Language",
    "LanguageFileError",
    "Languages",
    "Recipe",
    "Versions",
    "ask_version",
    "read_language",
]
