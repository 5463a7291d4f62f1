"""How allauth behaves here: nobody signs up, nothing is mailed, each step at the door is on record, all words are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sajha.accounts.actions import note_failed_sign_in, note_locked_sign_in, note_sign_in, note_sign_out
from sajha.accounts.queries import actor_of, user_id_of
from sajha.basics.clock import now
from sajha.web.account import at_rest, session

LOCK_MINUTES = 15  # as in ACCOUNT_RATE_LIMITS

LOCKED = gettext_lazy("Too many failed attempts. Wait 15 minutes, then try again.")
WRONG_CODE = gettext_lazy("This code is not right. Codes change every 30 seconds: take the newest one.")
WORDS: dict[str, str | Promise] = {
    "account_inactive": gettext_lazy("This account is closed. Ask your administrator."),
    "enter_current_password": gettext_lazy("This is not your present password."),
    "incorrect_code": WRONG_CODE,
    "incorrect_password": gettext_lazy("The password is not right."),
    "too_many_login_attempts": LOCKED,
    "rate_limited": LOCKED,
    "username_password_mismatch": gettext_lazy("The sign-in name or the password is not right."),
}
# what allauth reports after a step, and what we say
REPORTS: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": gettext_lazy("Your password was changed."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey was removed."),
}


class SignIn(DefaultAccountAdapter):
    """Sign-in by name and password. Accounts are made by an administrator."""

    error_messages = {**DefaultAccountAdapter.error_messages, **WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_lock(user_id_of(credentials.get("username", "")), "password")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failed_sign_in(user_id=user_id_of(credentials.get("username", "")), step="password", at=now())

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every stage is passed, so whoever has a second factor has shown it."""
        methods = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
        super().login(request, user)
        at = now()
        session.begin(request.session, at, second_factor=is_mfa_enabled(user))
        note_sign_in(methods=methods, by=actor_of(user), at=at)

    def logout(self, request: Any) -> None:
        note_sign_out(by=actor_of(request.user), at=now())
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        note_failed_sign_in(user_id=user.pk, step="closed", at=now())
        messages.error(request, _("This account is closed. Ask your administrator."))
        return HttpResponseRedirect(reverse("account_login"))

    def set_password(self, user: Any, password: str) -> None:
        raise NotImplementedError("passwords are set by accounts.actions")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse(session.missing_step(request) or "account")

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Asked again before a second factor changes, but not while the first one is being set up right after signing in."""
        return context.request.session.get("second_factor") is True

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: Any = None,
    ) -> None:
        words = message or REPORTS.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words))

    def send_notification_mail(self, *words: Any, **more: Any) -> None:
        """No address is kept, nothing is mailed."""


class SecondFactor(DefaultMFAAdapter):
    """TOTP, passkeys and recovery codes; secrets are stored encrypted."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return at_rest.close(text)

    def decrypt(self, encrypted_text: str) -> str:
        return at_rest.open_(encrypted_text)

    def _get_site_name(self) -> str:
        return settings.CONFIG.organisation if settings.CONFIG else "Sajha"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("Passkey")


def note_lock(user_id: str, step: str) -> None:
    """Record a lock once per lock, not once per attempt."""
    if cache.add(f"sajha-locked:{step}:{user_id}", True, LOCK_MINUTES * 60):
        note_locked_sign_in(user_id=user_id, step=step, minutes=LOCK_MINUTES, at=now())
