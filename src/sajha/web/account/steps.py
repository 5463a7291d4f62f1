"""allauth's pages as we use them: each change of a second factor and its record stand or fall together."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.actions import note_second_factor
from sajha.accounts.queries import actor_of, second_factors
from sajha.basics.clock import now


class _Noted:
    """Adds the record to what the page does, in one transaction."""

    request: Any
    change, kind = "added", "totp"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            note_second_factor(change=self.change, kind=self.kind, by=actor_of(self.request.user), at=now())
        return response


class _First(_Noted):
    """A factor just proven counts as shown, so that a fresh account goes on without being asked again."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=self.kind, reauthenticated=True)
        if self.request.session.get("second_factor") is not True:
            self.request.session["second_factor"] = True
            self.request.session.cycle_key()
        return response


class SetUpApp(_First, ActivateTOTPView):
    """Set up an authenticator app."""


class AddPasskey(_First, AddWebAuthnView):
    """Register a passkey or a security key."""

    kind = "webauthn"


class NewRecoveryCodes(_Noted, GenerateRecoveryCodesView):
    """Replace the recovery codes; the old ones no longer work."""

    kind = "recovery_codes"


class _Kept(_Noted):
    """The last second factor stays: it may be replaced, not merely removed."""

    change = "removed"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        factors = [kind for _number, kind, _name in second_factors(request.user) if kind != "recovery_codes"]
        if len(factors) < 2:
            messages.error(request, _("This is your only second factor. Add another one first."))
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class RemoveApp(_Kept, DeactivateTOTPView):
    """Remove the authenticator app."""


class RemovePasskey(_Kept, RemoveWebAuthnView):
    """Remove one passkey of one's own."""

    kind = "webauthn"

    def get_success_url(self) -> str:
        return reverse("account")
