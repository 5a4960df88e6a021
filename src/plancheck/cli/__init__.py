"""The command line: options and wiring, one module a command. No decision about plans is made here."""
