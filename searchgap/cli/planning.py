"""The plan of a run, and how it is shown."""

import json
from collections.abc import Iterator, Mapping

from searchgap.cli.session import Session, print_lines
from searchgap.cli.tables import render_table
from searchgap.errors import UsageError
from searchgap.model.config import Config
from searchgap.model.provider import ProviderSpec
from searchgap.model.query import Plan
from searchgap.report.csv_report import write_rows
from searchgap.report.registry import suggest
from searchgap.rules.plan import Selection, expand_plan
from searchgap.rules.prices import price_search
from searchgap.search.registry import PROVIDERS

PLAN_FORMATS = ("terminal", "json", "csv")
_COLUMNS = ("query", "brands", "provider", "engine", "country", "language", "location", "device", "depth", "price")

Row = Mapping[str, str | int | None]


class _Specs(Mapping[str, ProviderSpec]):
    """What is known of each provider; it is loaded when it is asked for."""

    def __getitem__(self, name: str) -> ProviderSpec:
        return PROVIDERS[name].spec

    def __contains__(self, name: object) -> bool:
        return name in PROVIDERS

    def __iter__(self) -> Iterator[str]:
        return iter(PROVIDERS)

    def __len__(self) -> int:
        return len(PROVIDERS)


def make_plan(config: Config, selection: Selection) -> Plan:
    """Every search that a configuration and the command line ask for."""
    return expand_plan(config, specs=_Specs(), selection=selection)


def print_plan(session: Session, plan: Plan, format_name: str) -> None:
    """Print a plan in one of the formats that plans have.

    Raises:
        UsageError: plans have no such format.
    """
    rows = list(_list_rows(plan))
    match format_name:
        case "terminal":
            print_lines(_lay_out(session, plan, rows))
        case "json":
            print_lines([json.dumps(_describe(plan, rows), indent=2) + "\n"])
        case "csv":
            print_lines(write_rows(_COLUMNS, (row.values() for row in rows)))
        case _:
            raise UsageError(f'a plan has no format "{format_name}"', hint=suggest(format_name, PLAN_FORMATS))


def _list_rows(plan: Plan) -> Iterator[Row]:
    wanted: dict[str, dict[str, None]] = {}
    for query in plan.queries:
        for request in query.requests:
            wanted.setdefault(request.key, {})[query.brand] = None
    for request in plan.requests:
        price = price_search(PROVIDERS[request.provider].spec, request.text, request.depth)
        yield {
            "query": request.text,
            "brands": ", ".join(wanted[request.key]),
            "provider": request.provider,
            "engine": request.engine,
            "country": request.market.country,
            "language": request.market.language,
            "location": request.market.location,
            "device": request.market.device,
            "depth": request.depth,
            "price": None if price is None else str(price),
        }


def _describe(plan: Plan, rows: list[Row]) -> Mapping[str, object]:
    estimated = plan.estimated_cost
    return {
        "version": 1,
        "queries": len(plan.queries),
        "searches": rows,
        "cost": {"estimated": None if estimated is None else str(estimated), "currency": "USD"},
    }


def _lay_out(session: Session, plan: Plan, rows: list[Row]) -> Iterator[str]:
    columns = ("query", "brands", "provider", "market", "depth", "price")
    lines = [
        (
            row["query"],
            row["brands"],
            "/".join(str(row[key]) for key in ("provider", "engine") if row[key]),
            " ".join(str(row[key]) for key in ("country", "language", "location", "device") if row[key]),
            row["depth"],
            "unknown" if row["price"] is None else f"${row['price']}",
        )
        for row in rows
    ]
    yield from render_table(columns, lines, session.layout(), folding=("query", "brands"))
    searches = f"{len(rows)} search{'' if len(rows) == 1 else 'es'}"
    queries = f"{len(plan.queries)} quer{'y' if len(plan.queries) == 1 else 'ies'}"
    cost = "cost unknown" if plan.estimated_cost is None else f"list price ${plan.estimated_cost}"
    yield f"{searches} for {queries} of {len(plan.brands)} brand{'' if len(plan.brands) == 1 else 's'}, {cost}\n"
