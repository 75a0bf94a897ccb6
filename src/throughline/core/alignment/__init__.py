"""What satisfies what: the policy of alignments, how they join into chains, what one framework covers of another, and
which matches there may be."""
