"""Pure functions on strings. Nothing here knows documents or plans."""
