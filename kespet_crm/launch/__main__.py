"""`python -m kespet_crm.launch COMMAND …`: errors become one sentence, never a traceback."""

import importlib
import sys

from kespet_crm.services.errors import SETUP_FAILED, LaunchError, describe_os_error

COMMANDS = ("run", "test", "manage", "bench", "check", "lock")


def main() -> int:
    command, arguments = sys.argv[1], sys.argv[2:]
    module = importlib.import_module(f"kespet_crm.launch.{command}")
    try:
        return int(module.main(arguments))
    except KeyboardInterrupt:
        return 130
    except LaunchError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"{describe_os_error(error)}\n")
    return SETUP_FAILED


if __name__ == "__main__" and sys.argv[1] in COMMANDS:
    sys.exit(main())
