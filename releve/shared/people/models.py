"""A login. Who someone is at which desk is told by the stages: `offices.Membership`, `commitments.Doctor`."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, *, kind: str, password: str | None = None, **fields: Any) -> "User":
        """Create a login. Without a password one can enter by a one-time code only."""
        user = self.model(email=self.normalize_email(email).lower(), kind=kind, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Staff enter by password and second factor, patients by a one-time code."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Membre du personnel")
        PATIENT = "patient", _("Patient")

    email = models.EmailField(_("adresse e-mail"), unique=True)
    kind = models.CharField(_("sorte de compte"), max_length=10, choices=Kind)
    full_name = models.CharField(_("nom affiché"), max_length=120, blank=True)
    is_active = models.BooleanField(_("actif"), default=True)
    date_joined = models.DateTimeField(_("créé le"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["kind"]
    # Relève has no back office of Django's: rights are told by desks.
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name = _("compte")
        constraints = [
            models.CheckConstraint(
                name="login_address_is_lower_case",
                condition=models.Q(email=models.functions.Lower("email")),
                violation_error_message=_("L’adresse e-mail s’écrit en minuscules."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def is_member_of_staff(self) -> bool:
        return self.kind == self.Kind.STAFF

    def get_full_name(self) -> str:
        return self.full_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
