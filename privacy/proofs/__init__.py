"""Proofs that can be run at any time: each reads, and says what does not hold."""
