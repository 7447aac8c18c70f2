"""What the server runs: `granian --interface wsgi laget.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laget.config.settings")
application = get_wsgi_application()

# What is loaded now stays: the collector need not walk through it in the middle of a request.
gc.collect()
gc.freeze()
