"""The norms that a document names."""
