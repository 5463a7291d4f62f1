"""The people who sign in to this node."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sajha.basics.ids import ID_LENGTH, new_id


def _user_id() -> str:
    return new_id("user")


class User(AbstractBaseUser):
    """An officer or worker of this organisation. Roles and vaults are words of :mod:`accounts.values`; no superuser.

    ``vaults`` is null while nobody has said which: then the usual ones of the roles are read.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=_user_id)
    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    vaults = models.JSONField(null=True)
    language = models.CharField(max_length=8, default="en")
    must_change_password = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()
