"""An independent checker: says of any rota whether each rule holds and what each wish costs. Knows the problem alone."""
