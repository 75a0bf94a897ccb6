"""Who gets places: a short supply by a published rule, and rounds in which learners rank where they would go."""
