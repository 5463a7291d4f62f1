"""The door for granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from sajha.project.parent import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
end_with_parent()
application = get_wsgi_application()

# what is loaded now stays until the process ends: looking through it again at each collection costs a tenth of every page
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
