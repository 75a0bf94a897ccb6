"""Proofs that anyone can check without this software: of a pathway's promises, and of a learner's."""
