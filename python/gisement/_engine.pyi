from collections.abc import Sequence
from os import PathLike

__version__: str

def command(arguments: Sequence[str | PathLike[str]]) -> int: ...
