"""Conference programmes: frab and pretalx JSON, pentabarf XML, xCal and iCalendar, read into one shape."""
