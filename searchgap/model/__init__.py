"""What the words mean: frozen data and closed vocabularies, standard library only."""
