"""allauth's forms in our words; what goes wrong in them is on record."""

import struct
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as code
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sajha.accounts.actions import change_password, note_failed_sign_in
from sajha.accounts.queries import actor_of
from sajha.basics.clock import now
from sajha.web.account.adapter import WRONG_CODE, note_lock

CODE_LIFE = 120  # seconds; longer than a code can be valid


def _reword(form: forms.Form, words: Mapping[str, str | Promise]) -> None:
    for name, label in words.items():
        form.fields[name].label = label  # type: ignore[assignment]
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, {"login": _("Sign-in name"), "password": _("Password")})


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password again, before a second factor changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, {"password": _("Password")})


class ChangePasswordForm(account.ChangePasswordForm):
    """The present password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": _("Present password"),
            "password1": _("New password"),
            "password2": _("New password again"),
        }
        _reword(self, words)
        self.fields["password1"].help_text = _("At least 12 characters; three or four unrelated words are good.")

    def clean(self) -> dict[str, Any] | None:
        values: dict[str, Any] | None = super().clean()
        if values and values.get("password1") and values.get("password1") == values.get("oldpassword"):
            self.add_error("password1", _("Choose a password that differs from the present one."))
        return values

    def save(self) -> None:
        change_password(user=self.user, password=self.cleaned_data["password1"], by=actor_of(self.user), at=now())


class _OnRecord:
    """A wrong second factor is recorded, and so is the lock after five of them."""

    user: Any

    def _noting(self, clean: Any) -> Any:
        try:
            return clean()
        except ValidationError as error:
            if self.user is not None and error.code in ("too_many_login_attempts", "rate_limited"):
                note_lock(self.user.pk, "second_factor")
            else:
                note_failed_sign_in(user_id=getattr(self.user, "pk", ""), step="second_factor", at=now())
            raise


class _CodeForm(_OnRecord):
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, {"code": _("Code from your authenticator app")})  # type: ignore[arg-type]
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "short"}

    def clean_code(self) -> Any:
        return self._noting(self._unused_code)

    def _unused_code(self) -> Any:
        """Right, and not used before: a code is valid a little longer than its 30 seconds, but opens once."""
        value = super().clean_code()  # type: ignore[misc]
        if not cache.add(f"sajha-code:{self.user.pk}:{value}", True, CODE_LIFE):
            raise ValidationError(WRONG_CODE, code="incorrect_code")
        return value


class CodeForm(_CodeForm, code.AuthenticateForm):
    """The second factor at the door: a code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Or one of your recovery codes.")


class ConfirmCodeForm(_CodeForm, code.ReauthenticateForm):
    """A code again, before a second factor changes."""


class SetUpAppForm(_CodeForm, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""


# what the library lets out when a browser, or somebody who plays one, sends something else than a passkey's answer
_MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, struct.error)


def _has_number(value: Any) -> bool:
    """Whether a number stands anywhere in the answer. A browser sends none; the library would make that many bytes of it."""
    if isinstance(value, dict):
        return any(_has_number(one) for name, one in value.items() if name != "publicKeyAlgorithm")
    if isinstance(value, list):
        return any(_has_number(one) for one in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _passkey_words(clean: Callable[[], Any], answer: Any) -> Any:
    """Run the library's check; whatever is wrong with the answer is one sentence."""
    try:
        if _has_number(answer):
            raise TypeError
        return clean()
    except ValidationError as error:
        if error.code != "incorrect_code":
            raise
        raise ValidationError(_("The passkey was not accepted."), code="incorrect_code") from error
    except _MALFORMED as error:
        raise ValidationError(_("The passkey was not accepted."), code="incorrect_code") from error


class _PasskeyForm(_OnRecord):
    def clean_credential(self) -> Any:
        return self._noting(self._accepted)

    def _accepted(self) -> Any:
        return _passkey_words(super().clean_credential, self.cleaned_data.get("credential"))  # type: ignore[misc, attr-defined]


class PasskeyForm(_PasskeyForm, passkey.AuthenticateWebAuthnForm):
    """A passkey as second factor."""


class PasskeySignInForm(_PasskeyForm, passkey.LoginWebAuthnForm):
    """A passkey alone: it asks for finger, face or PIN itself."""


class ConfirmPasskeyForm(_PasskeyForm, passkey.ReauthenticateWebAuthnForm):
    """A passkey again, before a second factor changes."""


class AddPasskeyForm(passkey.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, {"name": _("Name of the passkey"), "passwordless": _("Sign in with this passkey alone")})
        self.fields["name"].max_length = 60
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _("The device then asks for a finger, a face or a PIN.")

    def clean_credential(self) -> Any:
        """An object, and not an empty one: the library skips its check for a bare ``false`` or ``0`` and would keep it as a key."""
        value = self.cleaned_data["credential"]
        if not isinstance(value, dict) or not value:
            raise ValidationError(_("The passkey was not accepted."), code="incorrect_code")
        return value

    def clean(self) -> Any:
        return _passkey_words(super().clean, self.cleaned_data.get("credential"))
