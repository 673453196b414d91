"""Generate a client from the document of any HubSpot API, by rules instead of overlays.

nox -s generate-any -- --document FILE --output DIR [--strict]
"""

from scripts.adapt._operations import adapt
from scripts.adapt._package import generate, read

__all__ = ["adapt", "generate", "read"]
