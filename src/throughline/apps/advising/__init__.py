"""The learner's choices, plans, goals and conversations."""
