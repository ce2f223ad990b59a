"""Delivery measured: throughput, pacing, faults, storms, kills, takeovers, outages, on either engine.

    python tests/benchmarks/delivery.py throughput [--engine sqlite|postgresql] [--count 4000]
    python tests/benchmarks/delivery.py pacing     [--count 10000] [--rate 25] [--replies 5]
    python tests/benchmarks/delivery.py faults     [--count 10000] [--seed 1]
    python tests/benchmarks/delivery.py storm      [--count 2000]
    python tests/benchmarks/delivery.py kills      [--kills 200] [--count 2000] [--seed 1]
    python tests/benchmarks/delivery.py takeover   [--kills 6] [--count 1500]
    python tests/benchmarks/delivery.py outage     (the store away for 30 s in mid-broadcast)

Run by hand; the stand-in is a process of its own, as Telegram is, and what arrived is read from its
log. Every figure is printed with what it is compared to in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import logging

from delivering.faults import faults
from delivering.kills import kills
from delivering.outage import outage
from delivering.pacing import pacing
from delivering.storm import storm
from delivering.takeover import takeover
from delivering.throughput import throughput

RUNS = ("throughput", "pacing", "faults", "storm", "kills", "takeover", "outage")
AWAY = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=RUNS)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=25.0)
    parser.add_argument("--replies", type=float, default=0.0, help="replies a second between")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    engine, count, rate = given.engine, given.count, given.rate
    match given.what:
        case "throughput":
            asyncio.run(throughput(engine, count))
        case "pacing":
            asyncio.run(pacing(engine, count, rate, given.replies))
        case "faults":
            asyncio.run(faults(engine, count, rate, given.seed))
        case "storm":
            asyncio.run(storm(engine, count, rate))
        case "kills":
            kills(engine, count, given.kills, given.seed)
        case "takeover":
            takeover(engine, count, given.kills)
        case "outage":
            asyncio.run(outage(engine, count, AWAY))


if __name__ == "__main__":
    main()
