#!/usr/bin/env python
"""Django's commands: `python manage.py …`, the same as `releve manage …`."""

from releve.config.commands.manage import main

if __name__ == "__main__":
    main()
