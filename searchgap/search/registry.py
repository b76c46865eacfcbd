"""The table of providers. To add one, write its file and give it a line in `PROVIDERS`."""

from searchgap.errors import UsageError
from searchgap.search.base import Provider
from searchgap.search.recorded_source import RECORDED

PROVIDERS: dict[str, Provider] = {provider.spec.name: provider for provider in (RECORDED,)}


def find_provider(name: str) -> Provider:
    """The provider of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in PROVIDERS:
        raise UsageError(f'there is no provider "{name}"', hint=f"choose one of: {', '.join(PROVIDERS)}")
    return PROVIDERS[name]
