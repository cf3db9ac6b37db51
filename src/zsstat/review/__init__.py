"""Sending a return back: the sender's own workbook with the findings in it, and a letter.

:func:`review_book` edits the sender's package part by part (nothing else of it changes) or, where
that cannot be done, gives the list of findings by itself; :func:`letter` says the same in words.
"""

from zsstat.review.book import ReviewBook, review_book
from zsstat.review.items import Item, Spot, items_of
from zsstat.review.letter import Enclosure, LetterLine, letter, letter_text
from zsstat.review.notice import Notice

__all__ = [
    "Enclosure",
    "Item",
    "LetterLine",
    "Notice",
    "ReviewBook",
    "Spot",
    "items_of",
    "letter",
    "letter_text",
    "review_book",
]
