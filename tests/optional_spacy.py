"""A stand-in for spaCy and its models, as packages: the tests need neither, and worker processes find it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from digests.reading.names import spacy_names

TEXT = "Yesterday Will May said no.\n\nThe firm Next Day won. Dmitry Rogozin left Roscosmos, Will May told TASS."
_SPACY = '''
import re
NAMES = {"Will May": "PERSON", "Next Day": "ORG", "Yesterday": "DATE", "Roscosmos": "PERSON"}
class Entity:
    def __init__(self, found):
        self.start_char, self.end_char, self.label_ = found.start(), found.end(), NAMES[found[0]]
class Document:
    def __init__(self, text):
        self.ents = [Entity(found) for found in re.finditer("|".join(NAMES), text)]
class Pipeline:
    pipe_labels = {"ner": list(NAMES.values())}
    def pipe(self, texts):
        return (Document(text) for text in texts)
def load(model, *, exclude):
    if model == "toy_broken":
        raise ValueError("[E053] a model of another version")
    made = Pipeline()
    if model == "toy_blank":
        made.pipe_labels = {"tagger": ["NN"]}
    return made
'''


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *models: str) -> None:
    """Put the stand-in and packages of models before everything else that can be imported."""
    for name in ("spacy", *models):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "__init__.py").write_text(_SPACY if name == "spacy" else "", encoding="utf-8")
    forget(monkeypatch)
    monkeypatch.syspath_prepend(folder)


def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let spaCy be missing, whether it is installed here or not."""
    forget(monkeypatch)
    monkeypatch.setattr(spacy_names, "find_spec", lambda name: None)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unload what an earlier test imported."""
    spacy_names._pipeline.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "spacy"]:
        monkeypatch.delitem(sys.modules, name)
    importlib.invalidate_caches()
