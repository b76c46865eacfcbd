"""What is told of a word that the program prints."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What sort of word it is; a word can be in two."""

    RULE = "rule"
    STATE = "state"
    FAILURE = "failure"
    KIND = "kind"
    PRESENCE = "presence"
    CONFIDENCE = "confidence"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An invented case and what the program makes of it.

    Attributes:
        given: the configuration it is seen under, as YAML; "" for none.
        url: an address, where the word is about one.
        listed: the title it is listed under.
        page: the markup of its page, where that was read.
        serps: result pages as the kinds of their owners, rank 1 first, where the word is about those. `speaks` is a
            page of somebody else's on which the brand answers; `not measured` is a search that failed; the query's
            weight comes first where it is not 1.
        gives: what comes out.
    """

    given: str = ""
    url: str = ""
    listed: str = ""
    page: str = ""
    serps: tuple[str, ...] = ()
    gives: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All there is to say about one word.

    Attributes:
        family: what sort of word it is.
        name: the word.
        title: what it is, in a few words.
        means: what it says, or what a rule looks at.
        why: why it is so.
        formula: how a number is worked out.
        source: where the formula comes from.
        example: a case.
        advice: how to say otherwise, or what to do next.
        paste: the advice as YAML for the configuration; "" where there is none.
        then: what comes out under it: of the example, or of another address; None where nothing can be shown.
    """

    family: Family
    name: str
    title: str
    means: str
    why: str
    formula: str = ""
    source: str = ""
    example: Example
    advice: str
    paste: str = ""
    then: Example | None = None
