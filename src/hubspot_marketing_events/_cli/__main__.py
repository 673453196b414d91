"""`python -m hubspot_marketing_events._cli`."""

import sys

from hubspot_marketing_events._cli import main

sys.exit(main())
