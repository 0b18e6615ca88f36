"""Forms that take a secret. Each counts the attempt before it looks at the secret."""

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts import throttle


class SignInForm(AdminAuthenticationForm):
    def clean(self):
        username = self.cleaned_data.get("username")
        if not (username and self.cleaned_data.get("password")):
            return super().clean()
        attempt = throttle.begin(self.request, "password", username)
        cleaned = super().clean()
        throttle.succeed(attempt)
        return cleaned


class CodeForm(mfa_forms.AuthenticateForm):
    """The second step: a code of an app, or one of the recovery codes."""

    def clean_code(self):
        attempt = throttle.begin(context.request, "code", self.user.get_username())
        code = super().clean_code()
        throttle.succeed(attempt)
        return code


class CodeAgainForm(CodeForm, mfa_forms.ReauthenticateForm):
    def save(self):
        mfa_forms.ReauthenticateForm.save(self)


class PasswordAgainForm(account_forms.ReauthenticateForm):
    def clean_password(self):
        attempt = throttle.begin(context.request, "password", self.user.get_username())
        password = super().clean_password()
        throttle.succeed(attempt)
        return password


class ChangePasswordForm(AdminPasswordChangeForm):
    def clean_old_password(self):
        attempt = throttle.begin(context.request, "password", self.user.get_username())
        password = super().clean_old_password()
        throttle.succeed(attempt)
        return password


class SignInAgainForm(SignInForm):
    """Everything on one page, since the page carries what was typed in another form."""

    code = forms.CharField(
        required=False,
        label=_("Code of your app, or a recovery code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    code_form = None

    def clean(self):
        cleaned = super().clean()
        user = self.get_user()
        if user and is_mfa_enabled(user):
            self.code_form = CodeForm(user=user, data={"code": cleaned.get("code", "")})
            if not self.code_form.is_valid():
                raise ValidationError(self.code_form.errors["code"].as_data())
        elif user and settings.SECOND_FACTOR_REQUIRED:
            raise ValidationError(_("Sign in on another page first, to set up a second step."))
        return cleaned
