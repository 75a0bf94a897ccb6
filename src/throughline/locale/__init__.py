"""The interface in other languages than English, and how each writes dates and numbers."""
