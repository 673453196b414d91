"""`python -m hubspot_marketing_events_mock` is the command `hubspot-marketing-events-mock`."""

import sys

from hubspot_marketing_events_mock._cli import main

sys.exit(main())
