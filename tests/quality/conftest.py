"""The measures of labelled results, for the tests that hold them to their floors.

The gate is a script whose modules lie beside it, so the tests look for them there too.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
