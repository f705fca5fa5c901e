"""``python -m gisement``: the command line."""

from . import main

main()
