"""What follows from rules alone, without any learner: ways, implications, differences, reach, bounds."""
