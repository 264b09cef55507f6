"""Start rnnviz from a checkout: python main.py"""

import sys

# In the words of any Python, so that an old one can say so.
if sys.version_info < (3, 11):
    sys.exit("rnnviz needs Python 3.11 or newer; this is Python %d.%d" % sys.version_info[:2])

from rnnviz.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
