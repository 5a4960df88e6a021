"""What plancheck writes back into a drafter's own file: remarks and changes, nothing else."""
