"""Addresses of this area. Of allauth only what we use, each declared; nothing that mails, signs up or resets is routed."""

from allauth.account import views as allauth
from allauth.mfa.base import views as code
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from sajha.web.account import steps, views
from sajha.web.policy import page, public

BOTH = ("GET", "POST")
door = public(*BOTH)
own = page("account:use", *BOTH)
first = page("account:use", *BOTH, unsettled=True)

urlpatterns = [
    path("language/", views.language, name="language"),
    path("sign-in/", door(allauth.login), name="account_login"),
    path("sign-in/code/", door(code.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", door(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("sign-out/", public("POST")(allauth.logout), name="account_logout"),
    path("account/", views.account, name="account"),
    # allauth leads here after a change; the same page
    path("account/", views.account, name="mfa_index"),
    path("account/set-up/", views.set_up, name="account_set_up"),
    path("account/password/", first(allauth.password_change), name="account_change_password"),
    path("account/app/", first(steps.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("account/app/remove/", own(steps.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("account/passkeys/add/", first(steps.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", own(steps.RemovePasskey.as_view()), name="mfa_remove_webauthn"),
    path("account/recovery-codes/", page("account:use")(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", own(steps.NewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("account/confirm/", own(allauth.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", own(code.reauthenticate), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", own(passkey.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/end-elsewhere/", views.end_elsewhere, name="account_end_elsewhere"),
]
