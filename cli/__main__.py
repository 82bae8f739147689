"""`python -m duibiao.cli`"""

from duibiao.cli import main

main()
