"""Peers of each part of reading, by the name of the part. What can't run says why with :class:`Missing`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from benchmarks.gold import Said, Stretch
from benchmarks.parts import SENTENCES, Names, Quotes, Sentences, Stories, Summary, Texts

_SPACY_MODEL, _MINILM = "en_core_web_sm", "sentence-transformers/all-MiniLM-L6-v2"
_JOINS = 0.3  # cosine from which TF-IDF joins an article to an older one
_CLOSE = 0.6  # ... and MiniLM


class Missing(Exception):
    """A peer can't be measured here; its text says why."""


def _import(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise Missing("not installed") from None


def _spacy(blank: bool) -> Any:
    spacy = _import("spacy")
    if blank:
        language = spacy.blank("en")
        language.add_pipe("sentencizer")
        return language
    if not spacy.util.is_package(_SPACY_MODEL):
        raise Missing(f"its model {_SPACY_MODEL} needs a download")
    return spacy.load(_SPACY_MODEL)


def pysbd() -> Sentences:
    """PySBD, clean=False."""
    cut = _import("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [_trimmed(text, span.start, span.end) for span in cut.segment(text)]


def syntok() -> Sentences:
    """syntok's segmenter."""
    process = _import("syntok.segmenter").process
    return lambda text: [
        (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
        for paragraph in process(text)
        for sentence in paragraph
    ]


def spacy_blank() -> Sentences:
    """spaCy's blank English pipeline with its sentencizer."""
    language = _spacy(blank=True)
    return lambda text: [_trimmed(text, one.start_char, one.end_char) for one in language(text).sents]


def spacy_people() -> Names:
    """spaCy's small English model."""
    language = _spacy(blank=False)
    return lambda text: [(one.start_char, one.end_char) for one in language(text).ents if one.label_ == "PERSON"]


def textacy(blank: bool) -> Quotes:
    """textacy's direct quotations over a spaCy pipeline; it refuses texts with an odd number of marks: none there."""
    direct = _import("textacy.extract.triples").direct_quotations
    language = _spacy(blank)

    def find(text: str) -> list[Said]:
        try:
            found = list(direct(language(text)))
        except ValueError:
            return []
        return [(str(one.content).strip("“”\" "), " ".join(map(str, one.speaker))) for one in found]

    return find


def newspaper() -> Summary:
    """newspaper4k's nlp(): keywords and a summary of the text alone; sentences are cut by us, as for sumy."""
    module = _import("newspaper")
    _import("newspaper.nlp").split_sentences = _our_sentences

    def sum_up(text: str) -> str:
        article = module.Article("https://news.example/one", language="en")
        article.config.max_summary_sent = SENTENCES
        article.text, article.title, article.is_parsed = text, "Article", True  # no title, no summary
        article.download_state = _import("newspaper.article").ArticleDownloadState.SUCCESS
        article.nlp()
        return str(article.summary)

    return sum_up


def _our_sentences(text: str) -> list[str]:
    """Stand in for NLTK's punkt, which needs a download."""
    from digests.text import split_sentences

    return [text[span.start : span.end] for span in split_sentences(text)]


def sumy(name: str, kind: str) -> Summary:
    """One of sumy's summarisers."""
    models = _import("sumy.models.dom")
    summariser = getattr(_import(f"sumy.summarizers.{name}"), kind)()

    class Words:
        """What sumy asks of a tokeniser."""

        def to_words(self, text: str) -> list[str]:
            return text.split()

    def sum_up(text: str) -> str:
        cut = [models.Sentence(sentence, Words()) for sentence in _our_sentences(text)]
        document = models.ObjectDocumentModel([models.Paragraph(cut)])
        return " ".join(str(sentence) for sentence in summariser(document, SENTENCES))

    return sum_up


def tfidf() -> Stories:
    """scikit-learn's TF-IDF, fitted on all articles at once; each joins the likest one before it."""
    vectorizer = _import("sklearn.feature_extraction.text").TfidfVectorizer(sublinear_tf=True, stop_words="english")

    def cluster(texts: Texts) -> list[object]:
        rows = vectorizer.fit_transform(texts)
        return _chained((rows[at] @ rows[:at].T).toarray()[0].tolist() for at in range(1, len(texts)))

    return cluster


def minilm() -> Stories:
    """MiniLM sentence embeddings, where the model is on this machine already."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    kind = _import("sentence_transformers").SentenceTransformer
    try:
        model = kind(_MINILM, device="cpu", local_files_only=True)
    except (OSError, ValueError):
        raise Missing(f"its model {_MINILM} needs a download") from None

    def cluster(texts: Texts) -> list[object]:
        rows = model.encode(list(texts), normalize_embeddings=True)
        return _chained(((rows[at] @ rows[:at].T).tolist() for at in range(1, len(texts))), _CLOSE)

    return cluster


def _chained(likenesses: Any, close: float = _JOINS) -> list[object]:
    labels: list[object] = [0]
    for at, likeness in enumerate(likenesses, 1):
        best = max(range(at), key=likeness.__getitem__)
        labels.append(labels[best] if likeness[best] >= close else at)
    return labels


def _trimmed(text: str, start: int, end: int) -> Stretch:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


PEERS: Mapping[str, Sequence[tuple[str, Callable[[], Any]]]] = {
    "sentences": [("pysbd", pysbd), ("syntok", syntok), ("spaCy, blank + sentencizer", spacy_blank)],
    "people": [("spaCy en_core_web_sm", spacy_people)],
    "quotations": [
        ("textacy on blank spaCy", lambda: textacy(blank=True)),
        ("textacy on spaCy en_core_web_sm", lambda: textacy(blank=False)),
    ],
    "summary": [
        ("newspaper4k nlp(), our sentences", newspaper),
        ("sumy LexRank, our sentences", lambda: sumy("lex_rank", "LexRankSummarizer")),
        ("sumy TextRank, our sentences", lambda: sumy("text_rank", "TextRankSummarizer")),
    ],
    "stories": [("scikit-learn TF-IDF, all at once", tfidf), ("MiniLM", minilm)],
    "everything": [],
}
