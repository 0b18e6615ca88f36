from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    verbose_name = _("Sign-in of staff")

    def ready(self):
        from allauth.account.signals import authentication_step_completed
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from django.contrib.auth.signals import user_logged_in

        from portal.accounts import sessions

        user_logged_in.connect(sessions.begin)
        authentication_step_completed.connect(sessions.note_step)
        authenticator_added.connect(sessions.note_added_factor)
        authenticator_removed.connect(sessions.note_removed_factor)
