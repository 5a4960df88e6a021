"""The archive: what plancheck knows of the documents of a folder, and of those that are not there."""
