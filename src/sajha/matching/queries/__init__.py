"""Read searches, agreements, sightings and what partners tell, always for an Actor."""
