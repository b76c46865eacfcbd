"""What a search costs by a provider's list price."""

import re
from decimal import Decimal

from searchgap.model.provider import ProviderSpec

# Any word before a colon is taken for an operator: a search set aside too dear is settled by what the reply says.
_OPERATOR = re.compile(r"\b[^\W\d_]{2,}:(?!//)\S")


def price_search(spec: ProviderSpec, text: str, depth: int) -> Decimal | None:
    """The list price of one search in US dollars; None where the provider's is not known.

    Args:
        spec: who is asked.
        text: the words searched.
        depth: how many results are asked for; what is beyond the most that one search can ask for costs nothing.
    """
    if spec.price is None:
        return None
    factor = spec.operator_factor if spec.operator_factor > 1 and _OPERATOR.search(text) else 1
    return factor * (spec.price + _add_surcharges(spec, depth))


def _add_surcharges(spec: ProviderSpec, depth: int) -> Decimal:
    surcharge = spec.surcharge
    if surcharge is None:
        return Decimal(0)
    asked = depth if spec.max_depth is None else min(depth, spec.max_depth)
    begun = -(-max(0, asked - surcharge.above) // surcharge.results)
    return begun * surcharge.price
