"""The short way to where brands stand ends where the long way does."""

from searchgap.cli.snapshots import Snapshots


def list_standings(brands):
    return [
        (brand.name, brand.ranking, [(gap.query, gap.request.key, gap.standing) for gap in brand.gaps])
        for brand in brands
    ]


def test_standings_are_those_of_the_whole_judgement(history, config):
    """Every audit of the year, failures and the changed provider included, stands alike, judged either way."""
    snapshots = Snapshots(history, config)
    for summary in history.audits():
        short, whole, on_pages = (
            snapshots.standing(summary.id),
            snapshots.whole(summary.id).audit,
            snapshots.standing_on_pages(summary.id).audit,
        )
        assert list_standings(short.brands) == list_standings(whole.brands) == list_standings(on_pages.brands)
        assert [brand.competitive_set for brand in short.brands] == [
            tuple(brand.share_of_voice) for brand in whole.brands
        ]
        assert (short.run.id, short.weights, short.reused) == (whole.run.id, whole.weights, whole.tally.reused)
