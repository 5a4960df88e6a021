"""Rules as typed data, the closed set of check kinds, and the named selectors that say of what a rule speaks."""
