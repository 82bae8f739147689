"""From a file to paragraphs: the formats, their debris taken out, every character with its place."""
