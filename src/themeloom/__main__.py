"""`python -m themeloom` is the same as `themeloom`."""

import sys

from themeloom.cli import main

if __name__ == "__main__":
    sys.exit(main())
