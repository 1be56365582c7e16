"""The search page with its times, over HTTP, as sixteen people at once read it."""

from benchmarks.client_process import ask_clients
from benchmarks.draws import Draw
from benchmarks.figure import Figure, in_ms, median, share_below
from benchmarks.web_server import N_PROCESSES, N_THREADS, web_server
from releve.pipeline.offices.models import Town

NAME = "http_search"
N_CLIENTS = 16
N_WARM = 300
N_REQUESTS = 4000
AT_MOST_S = 60


def figures(database_url: str, seed: int, size: float, n_requests: int = N_REQUESTS) -> list[Figure]:
    """Read the page of random towns through clients that keep their connection."""
    draw = Draw(seed)
    towns = list(Town.objects.order_by("insee").values_list("insee", flat=True))
    paths = [f"/?ou={draw.random.choice(towns)}" for _ in range(N_WARM + n_requests)]
    with web_server(database_url) as port:
        found = ask_clients(
            "read_pages", port=port, paths=paths, n_clients=N_CLIENTS, n_warm=N_WARM, at_most_s=AT_MOST_S
        )
    seconds = found["seconds"]
    more = {
        "p50_ms": in_ms(median(seconds)),
        "errors": found["n_errors"],
        "pages_without_times": found["n_without_times"],
        "requests": len(seconds),
        "clients": N_CLIENTS,
        "processes": N_PROCESSES,
        "threads_a_process": N_THREADS,
    }
    rate = len(seconds) / found["elapsed_s"]
    return [
        Figure(name=NAME, value=rate, unit="requests/s", size=size, at_least=150, more=more),
        Figure(name=f"{NAME}_p99", value=in_ms(share_below(seconds, 0.99)), unit="ms", size=size, at_most=150),
    ]
