"""Dates as people type them: ``2022-05-03``, ``3 May``, ``May 3 2022``, ``3.5.2022``, ``Monday``, ``yesterday``."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
# What may stand for a date, in lower case with single spaces and no commas.
DATE = (
    r"\d{4}-\d\d?-\d\d?|\d\d?\.\d\d?\.\d{4}"
    rf"|\d\d?(?:st|nd|rd|th)? {_NAME}(?: \d{{4}})?|{_NAME} \d\d?(?:st|nd|rd|th)?(?: \d{{4}})?"
    rf"|{'|'.join(_DAYS)}|today|yesterday"
)
_WORDS = re.compile(rf"(?:(\d\d?)(?:st|nd|rd|th)? ({_NAME})|({_NAME}) (\d\d?)(?:st|nd|rd|th)?)(?: (\d{{4}}))?")
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")


def parse_date(text: str, today: date) -> date | None:
    """Understand a date; without a year the latest one not after today. None where there is no such day."""
    if text in ("today", "yesterday"):
        return today - timedelta(text == "yesterday")
    if text in _DAYS:
        return today - timedelta((today.weekday() - _DAYS.index(text)) % 7)
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if not (match := _WORDS.fullmatch(text)):
        return None
    day, month = int(match[1] or match[4]), MONTHS.index((match[2] or match[3])[:3]) + 1
    if match[5]:
        return _date(int(match[5]), month, day)
    return next(
        (
            found
            for year in range(today.year, today.year - 8, -1)
            if (found := _date(year, month, day)) and found <= today
        ),
        None,
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1950 <= year < 2200 else None
    except ValueError:
        return None
