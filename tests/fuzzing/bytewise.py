"""Damage that needs no knowledge of the format, and damage to the frames of OLE, BIFF and text."""

from __future__ import annotations

import random
import re
import struct

_ODD_BYTES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF, 0x3C, 0x22, 0x0A)
_ODD_NUMBERS = (0, 1, 0xFF, 0x7FFF, 0xFFFF, 0x2024, 8228)
_SECTOR = 512
_OLE = b"\xd0\xcf\x11\xe0"
_WORD_LIST = (
    "colspan rowspan ss:Index ss:MergeAcross table td tr div 1048577 -1 1e999 999999999999999999999"
    " &#0; &#x110000; &lt; <!-- --> ]]> <table><tr><td> </table> \" ' ; , \t \r \n \0 ￿ 　 －１ NaN"
    " #REF! display:none style=display:none hidden charset=utf-16 encoding='gb2312' Type=Number"
)
_WORDS = _WORD_LIST.split(" ")
_TOKEN = re.compile(rb"[A-Za-z]+|[0-9]+|[<>\"'=,;&\t\n]")


def flipped(data: bytes, dice: random.Random) -> bytes:
    """Some bytes are others."""
    damaged = bytearray(data)
    for _ in range(dice.choice((1, 2, 8, 64))):
        damaged[dice.randrange(len(damaged))] = dice.choice(_ODD_BYTES)
    return bytes(damaged)


def cut(data: bytes, dice: random.Random) -> bytes:
    """The transfer broke off."""
    return data[: dice.randrange(len(data))]


def _block(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(data))
    return start, start + dice.choice((1, 4, 64, _SECTOR, 4096))


def without_block(data: bytes, dice: random.Random) -> bytes:
    start, end = _block(data, dice)
    return data[:start] + data[end:]


def doubled_block(data: bytes, dice: random.Random) -> bytes:
    start, end = _block(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 50)) + data[end:]


def swapped_blocks(data: bytes, dice: random.Random) -> bytes:
    """Sectors of a compound file, or any two stretches, in each other's place."""
    count = len(data) // _SECTOR
    if count < 2:
        return data[::-1]
    first, second = sorted(dice.sample(range(count), 2))
    a, b = first * _SECTOR, second * _SECTOR
    pieces = data[:a], data[b : b + _SECTOR], data[a + _SECTOR : b], data[a : a + _SECTOR]
    return b"".join(pieces) + data[b + _SECTOR :]


def odd_numbers(data: bytes, dice: random.Random) -> bytes:
    """Two-byte numbers, as lengths and sector numbers are, become odd ones. In a compound file
    the head and the directory, where these stand, are met more often than chance would."""
    if len(data) < 2:
        return data * 2
    damaged = bytearray(data)
    for _ in range(dice.choice((1, 2, 4))):
        within = min(len(data), _SECTOR) if data.startswith(_OLE) and dice.random() < 0.4 else None
        place = dice.randrange(max((within or len(data)) - 2, 1))
        struct.pack_into("<H", damaged, place, dice.choice(_ODD_NUMBERS))
    return bytes(damaged)


def odd_record_lengths(data: bytes, dice: random.Random) -> bytes:
    """A BIFF record says that it is longer or shorter than it is, or is of another kind."""
    damaged = bytearray(data)
    places: list[int] = []
    position = _SECTOR if data.startswith(_OLE) else 0
    while position + 4 <= len(data) and len(places) < 4096:
        places.append(position)
        position += 4 + struct.unpack_from("<H", data, position + 2)[0]
    for place in dice.sample(places, min(len(places), dice.choice((1, 3)))):
        offset = 2 if dice.random() < 0.7 else 0
        struct.pack_into("<H", damaged, place + offset, dice.choice(_ODD_NUMBERS))
    return bytes(damaged)


def odd_words(data: bytes, dice: random.Random) -> bytes:
    """Words, numbers and marks of a text become others, are doubled or left out."""
    found = list(_TOKEN.finditer(data))
    if not found:
        return data
    pieces, end = [], 0
    chosen = sorted(dice.sample(range(len(found)), min(len(found), dice.choice((1, 3, 12)))))
    for number in chosen:
        word = found[number]
        new = dice.choice(_WORDS).encode("utf-8")
        pieces += [data[end : word.start()], dice.choice((b"", new, word[0] * 2, word[0] + new))]
        end = word.end()
    return b"".join((*pieces, data[end:]))


MUTATORS = (
    flipped,
    cut,
    without_block,
    doubled_block,
    swapped_blocks,
    odd_numbers,
    odd_record_lengths,
    odd_words,
)
