"""Read OpenAPI documents that nobody vouches for, check them, and look things up in them."""
