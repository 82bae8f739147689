"""What a document says of itself, and its outline."""
