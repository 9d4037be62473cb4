"""Known vulnerabilities of the pinned requirements.

In a closed network the vulnerability service cannot be asked: that is said, and is no
failure. A finding is.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner"]
COMMAND += ["off", "--disable-pip", "--require-hashes", "--timeout", "10", "-r"]


def main() -> int:
    command = [*COMMAND, str(ROOT / "requirements-dev.txt")]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120
        )
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        print("audit: left out, the vulnerability service cannot be reached")
        return 0
    found = [package for package in packages if package.get("vulns")]
    unknown = [package for package in packages if "skip_reason" in package]
    for package in found:
        names = ", ".join(vulnerability["id"] for vulnerability in package["vulns"])
        print(f"audit: {package['name']} {package['version']}: {names}")
    print(
        f"audit: {len(packages) - len(unknown)} packages looked up, "
        f"{len(unknown)} unknown to the service, {len(found)} with findings"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
