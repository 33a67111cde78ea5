"""`python -m xuncha` is the command `xuncha`."""

import sys

from xuncha.cli import main

sys.exit(main())
