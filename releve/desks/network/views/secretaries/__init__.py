"""The secretaries: what each works, and the receptions' own rota, drawn, published and taken back."""
