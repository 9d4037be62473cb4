"""What stops an import as a whole."""

from registry.exceptions import RegistryError


class UnusableFileError(RegistryError):
    """Not a table we can read, or one without the columns we need."""

    code = "unusable_file"


class ImportStateError(RegistryError):
    """The run is not in a state that allows this."""

    code = "import_state"
