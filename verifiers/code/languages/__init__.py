from verifiers.code.languages.language import Language, LanguageFileError, Recipe, read_language
from verifiers.code.languages.registry import Languages, LanguageStatus, Versions

__all__ = [
    "Language",
    "LanguageFileError",
    "LanguageStatus",
    "Languages",
    "Recipe",
    "Versions",
    "read_language",
]
