"""Money that may still be spent in a run: every attempt is set aside first, retries and further pages too."""

from collections.abc import Mapping
from decimal import Decimal

_NO_CAPS: Mapping[str, Decimal | None] = {}


class BudgetError(Exception):
    """A cap would be passed; nothing was spent."""


class Budget:
    """Hard caps over a run and over each provider, in US dollars.

    Args:
        total: the most for the run; None without a cap.
        by_provider: the most for each provider; None or missing without a cap.
    """

    def __init__(self, total: Decimal | None = None, by_provider: Mapping[str, Decimal | None] = _NO_CAPS) -> None:
        self._total = total
        self._by_provider = by_provider
        self._spent: dict[str, Decimal] = {}

    def reserve(self, provider: str, price: Decimal | None) -> None:
        """Set the price of one attempt aside.

        Raises:
            BudgetError: it would pass a cap, or is not known, so that no cap could be kept.
        """
        caps = (
            ("the run", self._total, sum(self._spent.values(), Decimal(0))),
            (provider, self._by_provider.get(provider), self._spent.get(provider, Decimal(0))),
        )
        for whose, cap, spent in caps:
            if cap is None:
                continue
            if price is None:
                raise BudgetError(f"what {provider} charges is not known, so the cap of ${cap} could not be kept")
            if spent + price > cap:
                raise BudgetError(f"a search costs ${price}, and ${cap - spent} is left of ${cap} for {whose}")
        self._spend(provider, price or Decimal(0))

    def settle(self, provider: str, price: Decimal | None, charged: Decimal) -> None:
        """Replace what was set aside by what was charged."""
        self._spend(provider, charged - (price or Decimal(0)))

    def _spend(self, provider: str, amount: Decimal) -> None:
        self._spent[provider] = self._spent.get(provider, Decimal(0)) + amount
