"""Makes a rota: CP-SAT, one small class a rule, a start, neighbourhoods, a bound."""
