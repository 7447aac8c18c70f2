"""Where anyone can try whether a letter is genuine. No sign-in; nothing of the file is kept, not even for a moment.

Exempt from the check against forged posts: nothing changes, and a browser sends no right along that could be misused.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from laget.grant.tilsagn.verify import check

LIMIT = settings.FILE_UPLOAD_MAX_MEMORY_SIZE  # bytes; a letter is a fiftieth of it


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a file; then, when one is posted, say what it is."""
    if request.method == "GET":
        return render(request, "tilsagn/verify.html")
    if int(request.headers.get("Content-Length") or 0) > LIMIT:
        problem = _("Fila er for stor til å være et brev fra Laget. De er alle under 2,5 MB.")
        return render(request, "tilsagn/verify.html", {"problem": problem}, status=413)
    request.upload_handlers = [MemoryFileUploadHandler(request)]  # never to disk
    file = request.FILES.get("file")
    if file is None:
        return render(request, "tilsagn/verify.html", {"problem": _("Velg fila du vil sjekke.")}, status=422)
    return render(request, "tilsagn/verify.html", {"verdict": check(file.read()), "name": file.name})
