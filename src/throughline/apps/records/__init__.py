"""A learner's facts: attainments, attempts, exceptions, and marks on them."""
