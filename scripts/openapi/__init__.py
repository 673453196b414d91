"""Read and check OpenAPI documents that are not trusted, and look things up in them."""
