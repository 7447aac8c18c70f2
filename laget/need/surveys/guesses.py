"""A limit on guessing codes: so many wrong ones from one address, and no more for a while. Which ones is not kept."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# A whole kommune may sit behind one address, and some of them type wrong. There are 2 · 10¹⁴ codes: at this pace,
# finding one of a national survey's takes centuries.
MOST_WRONG = 100
FORGOTTEN_AFTER = 600  # seconds


def too_many_from(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= MOST_WRONG


def note_wrong_from(request: HttpRequest) -> None:
    key = _key(request)
    cache.set(key, int(cache.get(key, 0)) + 1, FORGOTTEN_AFTER)


def _key(request: HttpRequest) -> str:
    """Not the address itself: it says nothing to whoever reads the database."""
    return "survey-guesses:" + salted_hmac("survey-guesses", get_adapter().get_client_ip(request)).hexdigest()[:32]
