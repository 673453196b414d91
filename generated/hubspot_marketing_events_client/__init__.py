"""Typed clients for HubSpot's Marketing Events API, one package a version; `versions.json` lists them."""
