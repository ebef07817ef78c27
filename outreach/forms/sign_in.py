"""How somebody signs in, and how a given password becomes an own one."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password; the refusal does not tell which of them was wrong."""

    error_messages = {
        "invalid_login": _(
            "The user name or the password is not right. Check the Korean/English key and Caps"
            " Lock, and try again."
        ),
        "inactive": _("This account is closed. Please ask your centre's administrator."),
    }


class GivenPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password twice, for somebody who signed in with a given one just now."""


class OwnPasswordForm(PasswordChangeForm):
    """The old password, then a new one twice."""
