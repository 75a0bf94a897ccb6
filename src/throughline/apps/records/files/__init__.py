"""Files that come in: where they are kept, what they are, and what lines of them say."""
