"""What talion knows: ontology, states, actors, places and words, as data."""
