"""A font and code of a ``w:sym`` go in; the character a reader sees comes out."""

from __future__ import annotations

_PRIVATE = 0xF000
_PICTURES = {
    ("symbol", 0xB7): "·",
    ("symbol", 0x2D): "－",
    ("symbol", 0xB0): "°",
    ("symbol", 0xB1): "±",
    ("symbol", 0xB3): "≧",
    ("symbol", 0xA3): "≦",
    ("symbol", 0xB4): "×",
    ("symbol", 0xAE): "→",
    ("symbol", 0x6D): "μ",
    ("wingdings", 0x6C): "●",
    ("wingdings", 0x6E): "■",
    ("wingdings", 0x75): "◆",
    ("wingdings", 0x9F): "•",
    ("wingdings", 0xA7): "▪",
    ("wingdings", 0xD8): "➢",
    ("wingdings", 0xE0): "→",
    ("wingdings", 0xFC): "✓",
} | {("wingdings", 0x81 + index): chr(0x2460 + index) for index in range(10)}


def symbol(font: str, code: str) -> str:
    """Return the character of a symbol (ECMA-376 part 1, 17.3.3.30), the code's own if unknown.

    Codes are hexadecimal and may be shifted into the private area from F000; a code that is
    no hexadecimal number gives no text.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    plain = number - _PRIVATE if _PRIVATE <= number < _PRIVATE + 0x100 else number
    known = _PICTURES.get((font.lower(), plain))
    if known:
        return known
    return chr(number) if 0x20 <= number < 0x110000 else ""
