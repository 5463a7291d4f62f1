"""The ``sajha`` command. Each file of this folder brings its commands; ``main`` gathers them and speaks of errors.

Exit codes: 0 done; 1 refused, failed or not whole; 2 used wrongly or not configured.
"""

import gettext as standard_gettext
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

import click

import sajha.cli

APART = {"main", "words", "__main__"}  # files of this folder that bring no commands


def main() -> None:
    """Run one command and exit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
    import django
    from django.conf import settings

    django.setup()
    _speak(_language())
    from sajha.cli.words import PROGRAM

    group = click.Group(
        "sajha", help=PROGRAM, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
    )
    for area in iter_modules(sajha.cli.__path__):
        add_to = getattr(import_module(f"sajha.cli.{area.name}"), "add_to", None) if area.name not in APART else None
        if add_to:
            add_to(group)
    sys.exit(_run(group, debug=bool(os.environ.get("SAJHA_DEBUG")), configured=settings.CONFIG is not None))


def _language() -> str:
    from django.conf import settings

    known = dict(settings.LANGUAGES)
    wishes = [
        os.environ.get("SAJHA_LANGUAGE"),
        settings.CONFIG and settings.CONFIG.language,
        os.environ.get("LANG", "")[:2],
    ]
    return next((wish for wish in wishes if wish in known), "en")


def _speak(language: str) -> None:
    """Our words through Django's catalogue, and click's own (usage, options, errors) through the same one."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(language)
    os.environ["LANGUAGE"] = language
    standard_gettext.bindtextdomain("django", str(settings.LOCALE_PATHS[0]))
    standard_gettext.textdomain("django")


def _run(group: click.Group, *, debug: bool, configured: bool) -> int:
    from django.core.exceptions import ValidationError
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from sajha.basics.decision import Refused
    from sajha.terms.reasons import reason_text

    try:
        done = group.main(standalone_mode=False)  # click gives the code of a command that ended with Exit
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return _say(_("Stopped. Nothing more was done."), 1)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Refused as refused:
        return _say(" ".join(reason_text(word) for word in (refused.decision.because, *refused.decision.needs)), 1)
    except ValidationError as error:
        return _say(" ".join(error.messages), 1)
    except DatabaseError as error:
        hint = _("Run “sajha node prepare” if this node was just installed or upgraded.")
        return _say(
            _("The database did not answer as expected (%(kind)s).") % {"kind": type(error).__name__} + " " + hint, 1
        )
    except Exception as error:
        if debug:
            raise
        return _say(
            _("Something went wrong inside Sajha (%(kind)s). Nothing was half-written.")
            % {"kind": type(error).__name__},
            1,
        )
    return done if isinstance(done, int) else 0


def _say(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code
