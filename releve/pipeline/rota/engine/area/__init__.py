"""A part of a rota that may move (some places, some weeks) while the rest is kept: what explaining and replanning ask.

Needs are only counted inside the part; whoever works there may be taken away from elsewhere. So what is impossible
here is impossible anywhere, and a rota of the part that takes nobody away where she is needed is good for the whole.
"""
