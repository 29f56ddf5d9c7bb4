"""Pools: what an instance of a type takes of what its parent has left, in words.

Belongs here: words for pools. Must not know: how a pool is known, terminals.
"""

from devcompat.inventory.pools import Pool


def share_words(pool: Pool, type_id: str) -> str:
    """Return what one instance takes: units of those left, or a fraction where costs are not known.

    "-" where the type shares nothing or nothing is left, "?" where that is not known.
    """
    stock, cost = pool.stock(), pool.costs.units.get(type_id)
    if stock is not None and cost is not None:
        return f"{cost} of {stock.least} {pool.costs.unit}"
    if len(pool.counts) < 2:
        return "-"
    count = pool.counts.get(type_id)
    if count is None:
        return "?"
    return f"1/{count}" if count else "-"
