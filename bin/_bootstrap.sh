# Sourced by the commands beside it: finds a Python that is new enough and hands over
# to _bootstrap.py. POSIX shell, so that an old Python gets a sentence, not a traceback.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 3

bootstrap() {
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            exec "$candidate" "$root/bin/_bootstrap.py" "$@"
        fi
    done
    found=$("${PYTHON:-python3}" -c 'import sys; print("Python %d.%d" % sys.version_info[:2])' 2>/dev/null)
    echo "Kespet CRM needs Python 3.11 or newer, and this machine has ${found:-none}." >&2
    exit 3
}
