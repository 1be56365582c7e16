"""The same office in django-appointment 3.12 and in Relève: list a week, next availability, book."""
