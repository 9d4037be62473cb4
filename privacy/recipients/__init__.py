"""Notices to recipients after they are written: mail, answer, reminders (Art. 19)."""
