"""Simulated annealing on whole rotas: millions of small changes a second, for a good rota in seconds.

Every hard rule holds at each step. Counting rules, costs of rows and two places a day are scored; the few wishes
about company (newcomer, overlap) are left to the exact moves that follow.
"""
