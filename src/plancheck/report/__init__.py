"""Reports and outlines as text: one module a format. Knows only the model and text."""
