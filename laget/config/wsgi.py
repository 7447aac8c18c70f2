"""What the server runs: `granian --interface wsgi laget.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laget.config.settings")
application = get_wsgi_application()
assert get_resolver().url_patterns  # loads every view now, and not while the first person waits

# What is loaded now stays: the collector need not walk through it in the middle of a request.
gc.collect()
gc.freeze()
# A page makes some thousands of objects and lets nearly all go by itself, so look for the rest less often.
gc.set_threshold(20_000)
