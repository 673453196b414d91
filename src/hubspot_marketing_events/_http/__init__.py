"""Sends batches through the generated client, and reads what comes back."""
