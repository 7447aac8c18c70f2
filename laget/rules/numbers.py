"""Numbers in words for people."""


def spaced(number: int) -> str:
    """Thousands apart, with a narrow space where a line never breaks: 1 250 000."""
    return f"{number:,}".replace(",", "\u202f")


def kr(amount: int) -> str:
    """1250000 as 1 250 000 kr, on one line."""
    return f"{spaced(amount)}\u00a0kr"
