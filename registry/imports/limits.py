"""How much one file may bring. Beyond these a file is refused, or a row is."""

from typing import Final

LARGEST_FILE: Final = 50_000_000
LARGEST_UNPACKED: Final = 400_000_000
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 10_000
MOST_LINES_IN_CELL: Final = 500
KEPT_OF_LONG_CELL: Final = 500
ROWS_A_CHUNK: Final = 1_000
PREVIEW_ROWS: Final = 10_000
