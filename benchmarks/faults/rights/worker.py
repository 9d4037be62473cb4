"""One worker: `python -m benchmarks.faults.rights.worker`. Jobs and mail until none is due."""

import sys

import django


def main() -> None:
    from registry.seams.jobs import run_due_jobs  # noqa: PLC0415 -- Django comes first
    from registry.seams.mail import send_due_mail  # noqa: PLC0415

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while run_due_jobs(limit=1) + send_due_mail(limit=1):
        pass


if __name__ == "__main__":
    django.setup()
    main()
