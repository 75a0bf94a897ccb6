"""Every act recorded, and the public log of what was published."""
