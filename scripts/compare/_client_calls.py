"""The operations that the client of this project calls.

They are listed by hand, since scripts/ imports nothing of src/.
`tests/client/calls/test_operations.py` makes every call of the client, and fails where the list
differs.
"""

# What the path of an operation begins with, of all versions that HubSpot has published.
PREFIXES = ("/marketing/marketing-events/{version}", "/marketing/{version}/marketing-events")

UPSERT = "POST /events/upsert"

# Method and the rest of the path, the names of parameters left out.
CALLED = {
    UPSERT,
    "DELETE /associations/{}/lists/{}",
    "DELETE /associations/{}/{}/lists/{}",
    "DELETE /events/{}",
    "GET",
    "GET /associations/{}/lists",
    "GET /associations/{}/{}/lists",
    "GET /events/{}",
    "GET /participations/contacts/{}/breakdown",
    "GET /participations/{}/breakdown",
    "GET /participations/{}/{}/breakdown",
    "GET /{}",
    "GET /{}/identifiers",
    "PATCH /{}",
    "POST /attendance/{}/{}/create",
    "POST /attendance/{}/{}/email-create",
    "POST /batch/archive",
    "POST /events/{}/cancel",
    "POST /events/{}/complete",
    "POST /events/{}/{}/email-upsert",
    "POST /{}/attendance/{}/create",
    "POST /{}/attendance/{}/email-create",
    "PUT /associations/{}/lists/{}",
    "PUT /associations/{}/{}/lists/{}",
}
