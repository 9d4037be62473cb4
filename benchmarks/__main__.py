"""bin/bench [--persons N] [--json FILE]"""

import importlib
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kespet_crm.settings")
    django.setup()
    sys.exit(importlib.import_module("benchmarks.run").main())
