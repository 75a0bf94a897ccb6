"""Every learner at once: the rules of a state compiled into one flat program over columns of small whole numbers.

The answers are those of `progress.standing`, step for step; docs/reference/population.md says how they are reached.
"""
