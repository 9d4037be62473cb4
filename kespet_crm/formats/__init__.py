"""How dates are written on our screens, by language: as people do in Finland."""
