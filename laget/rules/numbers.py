"""Numbers in words for people."""


def spaced(number: int) -> str:
    """Thousands apart, with a narrow space where a line never breaks: 1 250 000."""
    return f"{number:,}".replace(",", "\u202f")
