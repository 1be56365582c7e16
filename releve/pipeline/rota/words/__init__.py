"""What is said of the rota, in the words of the person who reads it."""
