"""A first `queries.yaml`: what the user named, and the other keys as comments to grow into."""

from collections.abc import Iterable, Sequence

from searchgap.config.complaints import MistakeError, quote
from searchgap.config.flow import write_flow, write_text
from searchgap.config.scalars import read_text
from searchgap.config.sites import read_account, read_domain
from searchgap.errors import UsageError
from searchgap.rules.plan import TemplateError, find_placeholders

_EXAMPLE_BRAND = "Tidewater Notes"
_EXAMPLE_DOMAINS = ("tidewater.example",)
_EXAMPLE_COMPETITORS = (("Quillbox", "quillbox.example"), ("Marginal", "marginal.example"))
_USUAL_QUERIES = ("{brand} alternatives", "{brand} not working", "is {brand} worth it")
_COMPARISON = "{brand} vs {competitor}"

_HEAD = """\
# searchgap: who owns the first ten results of your problem queries?
#
#   searchgap queries    shows every search this file stands for and what it costs; spends nothing
#   searchgap audit      searches, and says who owns the answers and where you are absent
#
# Every key is explained by the schema: searchgap schema

version: 1

search:
  provider: {provider}   # who is asked: see searchgap providers; a list runs several
  country: us            # ISO 3166-1 alpha-2; every key here can also be set per brand and per query
  language: en           # BCP 47
  # location: Austin, Texas
  # device: mobile       # desktop unless said
  # depth: 20            # how many results are asked for, 10 unless said

# providers:
#   brave: {{rate: 20/s, max_cost: 2.00}}     # most searches per second, most US dollars per audit
#   searxng: {{base_url: "http://127.0.0.1:8888", engines: [google]}}

# vars:                  # placeholders of your own, besides {{brand}} {{product}} {{competitor}}
#   workflow: [meeting notes, reading list]
"""
