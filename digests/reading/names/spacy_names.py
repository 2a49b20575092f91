"""People and organisations by a spaCy model, where an operator has installed and set one.

spaCy is imported here alone, and only then: it is no requirement of this project.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from digests.errors import ReaderBroken
from digests.model import Kind, Span
from digests.reading.names.second import Found

KINDS = {"PERSON": Kind.PERSON, "PER": Kind.PERSON, "ORG": Kind.ORGANISATION}
_NAMING = ("ner", "entity_ruler", "span_ruler")
_UNUSED = ["tagger", "parser", "senter", "morphologizer", "attribute_ruler", "lemmatizer", "textcat"]
_PIECE = 5_000  # code points that the model gets at once: its memory grows with them
_READ = 200_000  # code points of an article: a model is slow, and an article has seconds


@dataclass(frozen=True, slots=True)
class SpacyNames:
    """A finder of names by the model of that package or folder; picklable, each process loads its own."""

    model: str

    def __call__(self, text: str, sentences: Sequence[Span]) -> list[Found]:
        """Find people and organisations in the first 200,000 code points; offsets point into ``text``.

        Raises:
            ReaderBroken: the model can't be loaded, or finds no names.
        """
        pieces = list(_pieces(sentences))
        documents = _pipeline(self.model).pipe(text[start:end] for start, end in pieces)
        return [(start + one.start_char, start + one.end_char, KINDS[one.label_])
                for (start, _), document in zip(pieces, documents, strict=True)
                for one in document.ents if one.label_ in KINDS]  # fmt: skip

    def check_installed(self) -> None:
        """Look for spaCy and the model without loading either, in milliseconds.

        Raises:
            ReaderBroken: one of them is not there.
        """
        if find_spec("spacy") is None:
            raise ReaderBroken("spaCy is not installed", 'pip install "spacy>=3.8"')
        if (Path(self.model) / "meta.json").is_file() or (self.model.isidentifier() and find_spec(self.model)):
            return
        raise ReaderBroken(
            f'there is no spaCy model "{self.model}" here, neither a package nor a folder',
            "python -m spacy download en_core_web_sm gets one")  # fmt: skip

    def load(self) -> None:
        """Load the model now rather than at the first article.

        Raises:
            ReaderBroken: it is not there, can't be loaded, or finds no names.
        """
        self.check_installed()
        _pipeline(self.model)


def _pieces(sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Cut the text between sentences; one that is longer than a piece is no prose, and is left out."""
    start = end = 0
    for sentence in sentences:
        if sentence.end > _READ:
            break
        if sentence.end - sentence.start > _PIECE:
            continue
        if end > start and sentence.end - start > _PIECE:
            yield start, end
            start = sentence.start
        end = sentence.end
    if end > start:
        yield start, end


@lru_cache(maxsize=1)
def _pipeline(model: str) -> Any:
    try:
        pipeline = import_module("spacy").load(model, exclude=_UNUSED)
        labels = {label for part in _NAMING for label in pipeline.pipe_labels.get(part, ())}
    except Exception as problem:  # models of other versions break in many ways
        raise ReaderBroken(
            f'the spaCy model "{model}" can\'t be loaded ({type(problem).__name__})',
            "python -m spacy validate says which version fits") from problem  # fmt: skip
    if not labels & KINDS.keys():
        raise ReaderBroken(f'the spaCy model "{model}" finds no people and no organisations', "set another")
    return pipeline
