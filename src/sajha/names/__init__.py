"""How names are heard: spoken forms, old and new names of places, how common a name is. Plain Python, no Django."""
