"""Frozen data that every layer shares: positions, documents, plans, findings. Standard library only."""
