"""Official numbers in, whether they can be right out: 法人番号 and e-Gov law ids."""

from __future__ import annotations

import re
import unicodedata

_ERA_DIGIT = {"明治": 1, "大正": 2, "昭和": 3, "平成": 4, "令和": 5}
_ACT = re.compile(
    rf"(?P<era>{'|'.join(_ERA_DIGIT)})(?P<year>元|\d{{1,2}})年法律第(?P<serial>\d{{1,3}})号"
)

#: First three digits of the serial of an act in its law id, by who brought in the bill
#: (e-Gov law id naming convention: 閣法, 衆法, 参法).
SERIAL_FLAGS = {"cabinet": "000", "representatives": "100", "councillors": "010"}


def is_corporate_number(digits: str) -> bool:
    """Say whether 13 digits are a 法人番号: the first one checks the other twelve.

    The check digit is 9 minus the remainder by 9 of the sum of the twelve digits, those in
    even places counted twice, places counted from the right.
    """
    if not re.fullmatch(r"[1-9][0-9]{12}", digits):
        return False
    total = sum(
        int(digit) * (2 if place % 2 == 0 else 1)
        for place, digit in enumerate(reversed(digits[1:]), start=1)
    )
    return int(digits[0]) == 9 - total % 9


def law_id_of_act(number: str, origin: str) -> str | None:
    """Return the e-Gov law id of an act (法律): ``415AC0000000057`` for 平成15年法律第57号.

    number: as printed; origin: cabinet, representatives or councillors, because the serial of
    a member's bill is another one. None where the number is not that of an act.
    """
    match = _ACT.fullmatch(unicodedata.normalize("NFKC", number))
    if match is None or origin not in SERIAL_FLAGS:
        return None
    year = 1 if match["year"] == "元" else int(match["year"])
    serial = SERIAL_FLAGS[origin] + match["serial"].zfill(7)
    return f"{_ERA_DIGIT[match['era']]}{year:02d}AC{serial}"
