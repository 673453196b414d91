"""`python -m hubspot_marketing_events_contract`: the command, where no script is on the path."""

import sys

from hubspot_marketing_events_contract._cli import main

if __name__ == "__main__":
    sys.exit(main())
