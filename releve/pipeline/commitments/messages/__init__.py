"""The mails about promises: alarms and reminders."""
