"""What is said of promises and candidates, in the words of the person who reads it."""
