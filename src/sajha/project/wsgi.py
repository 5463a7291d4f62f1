"""The door for granian."""

import os

from django.core.wsgi import get_wsgi_application

from sajha.project.parent import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
end_with_parent()
application = get_wsgi_application()
