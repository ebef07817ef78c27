from __future__ import annotations

# The GSM 03.38 alphabet; the second line needs an escape and so counts as two.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("^{}\\[~]|€")
ALONE = 160
JOINED = 153


def fits(body: str) -> bool:
    """Say whether the whole text can travel in seven bits."""
    return all(character in BASIC or character in ESCAPED for character in body)


def segments(body: str) -> int:
    """Return how many parts a seven-bit text takes; an escaped sign is never torn apart."""
    widths = [2 if character in ESCAPED else 1 for character in body]
    if sum(widths) <= ALONE:
        return 1
    parts, used = 1, 0
    for width in widths:
        if used + width > JOINED:
            parts, used = parts + 1, 0
        used += width
    return parts
