"""Sessions in the database, of which row-level security shows a request its own (settings.SESSION_ENGINE)."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from releve.shared.worlds.scope import see_session


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        see_session(self.session_key)
        return super()._get_session_from_db()  # type: ignore[misc]

    def exists(self, session_key: str) -> bool:
        see_session(session_key)
        return super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        if self.session_key is not None:
            see_session(self.session_key)
        super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        see_session(session_key or self.session_key)
        super().delete(session_key)
