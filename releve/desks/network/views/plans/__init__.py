"""Plans: draw a rota, watch it, compare it, publish it, take it back; why a half-day is empty; replace a doctor."""
