"""The pipeline: from HubSpot's published document to the committed client, one verb a module."""
