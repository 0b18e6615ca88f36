from django.core.validators import MaxLengthValidator
from django.db import models

MOST_CHARACTERS = 5000


class ShortTextField(models.TextField):
    """A plain text of some sentences, at most 5,000 characters."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": MOST_CHARACTERS}
        kwargs.setdefault("validators", [MaxLengthValidator(MOST_CHARACTERS)])
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        for key in ("max_length", "validators"):
            kwargs.pop(key, None)
        return name, "django.db.models.TextField", args, kwargs
