"""Django's rule for the length of passwords, in words that it has no Dutch translation of."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self):
        return _("This password is too short. Take at least %(n)d characters.") % {
            "n": self.min_length
        }

    def get_help_text(self):
        return _("At least %(n)d characters.") % {"n": self.min_length}
