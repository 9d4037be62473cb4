"""Where mail lands when no EMAIL_URL is set: a folder that only we can read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend


class FolderBackend(EmailBackend):
    """Django's file backend, in a folder made with mode 0700. In the demo, mail to our
    own mailbox comes back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(*args, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them, then take ours in."""
        # Imported here: a backend is loaded before the apps are.
        from .loopback import bring_back  # noqa: PLC0415

        sent = super().send_messages(email_messages)
        bring_back(email_messages)
        return int(sent or 0)
