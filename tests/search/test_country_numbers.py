"""Countries by number."""

import pytest

from searchgap.config.markets import COUNTRIES
from searchgap.search.country_numbers import COUNTRY_NUMBERS


def test_every_country_that_can_be_configured_has_a_number_of_its_own():
    """The table and the configuration know the same countries, and no two share a number."""
    assert COUNTRY_NUMBERS.keys() == COUNTRIES
    assert len(set(COUNTRY_NUMBERS.values())) == len(COUNTRY_NUMBERS)


@pytest.mark.parametrize(("country", "number"), [("us", 840), ("gb", 826), ("de", 276), ("af", 4), ("zw", 716)])
def test_numbers_are_those_of_the_standard(country: str, number: int):
    """Samples from both ends of the table, with leading zeros too."""
    assert COUNTRY_NUMBERS[country] == number
