"""What a bulletin for the public still tells of single enterprises, for the clerk to decide on."""

from __future__ import annotations

from collections.abc import Iterator

from zsstat.declarations import Catalogue
from zsstat.disclosure import Guarded, Quantity


def revealing_lines(guarded: Guarded, catalogue: Catalogue) -> Iterator[str]:
    """The sentences with a figure that rests on too few enterprises, then what follows from
    sentences though it is withheld in the tables; nothing where there is neither."""
    least = catalogue.publication.least_respondents
    if guarded.told:
        yield f"下列句子里的数涉及的企业不到{least}家，公开前请改模板或文稿，或确认可以公开："
        for told in guarded.told:
            yield f"\u3000\u3000{told.figure}：{told.sentence}"
    if guarded.exposed:
        yield f"下列数涉及的企业不到{least}家，表里已保密，但由正文印出的数可以推算出来："
        for quantity in guarded.exposed:
            yield f"\u3000\u3000{_name(quantity, catalogue)}"


def _name(quantity: Quantity, catalogue: Catalogue) -> str:
    area = catalogue.area_name(quantity.area, quantity.period)
    member = f"·{quantity.member}" if quantity.member else ""
    said = catalogue.wording.phrases["measure_adjustment"] if quantity.adjusted else ""
    name = catalogue.indicators[quantity.indicator].name
    return f"{quantity.period.in_words}{area}{member}{name}{said}"
