"""What the server runs: `granian --interface wsgi laget.config.wsgi:application`."""

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# A worker begins with the ears of the process it was forked from, and would not hear that it should stop before it
# has ears of its own. Until then nothing is under way, so it can stop at once.
signal.signal(signal.SIGTERM, signal.SIG_DFL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laget.config.settings")
application = get_wsgi_application()
assert get_resolver().url_patterns  # loads every view now, and not while the first person waits

# What is loaded now stays: the collector need not walk through it in the middle of a request.
gc.collect()
gc.freeze()
# A page makes some thousands of objects and lets nearly all go by itself, so look for the rest less often.
gc.set_threshold(20_000)
