from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open for so long that its token is no longer good: give back what was typed.

    Only to the person who typed it. A post sent here by another site gets none of it back, so that
    it can't be sent on with a click.
    """
    own = request.headers.get("Origin", "") in {"", f"{request.scheme}://{request.get_host()}"}
    return _give_back(request, own=own)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Someone was signed out while they wrote: give back what was typed. The token says that it is theirs."""
    return _give_back(request, own=True)


def _give_back(request: HttpRequest, *, own: bool) -> HttpResponse:
    """A page that saves by itself gets one line to show beside what was typed, which still stands there."""
    if request.headers.get("HX-Request"):
        return render(request, "ui/not_saved.html", status=403)
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    return render(request, "ui/expired.html", {"typed": typed if own else [], "own": own}, status=403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent can't be read as a page's own links and forms would have sent it."""
    return render(request, "ui/400.html", status=400)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same whatever the address: the menu doesn't say what it might have been."""
    request.resolver_match = None
    return render(request, "ui/404.html", status=404)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same as not found: nobody learns from us what exists."""
    return not_found(request)


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    """Someone tries to sign in again and again."""
    return render(request, "ui/429.html", status=429)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/500.html", status=500)
