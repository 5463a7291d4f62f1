"""How many true pairs of people each way of matching finds, at one and the same rate of chance matches, and what it costs."""
