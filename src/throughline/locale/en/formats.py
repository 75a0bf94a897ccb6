"""Dates in the English of the United States. A short date names the month: 3/4 is read in two ways here."""

SHORT_DATE_FORMAT = "N j, Y"
SHORT_DATETIME_FORMAT = "N j, Y, P"
