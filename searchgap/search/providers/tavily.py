"""Tavily Search API: https://docs.tavily.com/documentation/api-reference/endpoint/search."""

from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.reading import (
    address,
    check_reply,
    dig,
    money,
    objects,
    optional_text,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "Tavily"
_MOST = 20
_CREDIT = Decimal("0.008")  # US dollars, pay as you go
_MOST_CREDITS = 100  # a basic search takes one; what claims more is no price
_SOON = 60.0  # seconds after which an allowance counts as spent, not as passed too fast

# The names Tavily gives to countries, by ISO 3166-1 code; it knows no others.
_COUNTRIES = dict(
    pair.split("=")
    for pair in """
    ad=andorra ae=united_arab_emirates af=afghanistan al=albania am=armenia ao=angola ar=argentina at=austria
    au=australia az=azerbaijan ba=bosnia_and_herzegovina bb=barbados bd=bangladesh be=belgium bf=burkina_faso
    bg=bulgaria bh=bahrain bi=burundi bj=benin bn=brunei bo=bolivia br=brazil bs=bahamas bt=bhutan bw=botswana
    by=belarus bz=belize ca=canada cf=central_african_republic cg=congo ch=switzerland cl=chile cm=cameroon cn=china
    co=colombia cr=costa_rica cu=cuba cv=cape_verde cy=cyprus cz=czech_republic de=germany dj=djibouti dk=denmark
    do=dominican_republic dz=algeria ec=ecuador ee=estonia eg=egypt er=eritrea es=spain et=ethiopia fi=finland fj=fiji
    fr=france ga=gabon gb=united_kingdom ge=georgia gh=ghana gm=gambia gn=guinea gq=equatorial_guinea gr=greece
    gt=guatemala hn=honduras hr=croatia ht=haiti hu=hungary id=indonesia ie=ireland il=israel in=india iq=iraq ir=iran
    is=iceland it=italy jm=jamaica jo=jordan jp=japan ke=kenya kg=kyrgyzstan kh=cambodia km=comoros kp=north_korea
    kr=south_korea kw=kuwait kz=kazakhstan lb=lebanon li=liechtenstein lk=sri_lanka lr=liberia ls=lesotho lt=lithuania
    lu=luxembourg lv=latvia ly=libya ma=morocco mc=monaco md=moldova me=montenegro mg=madagascar mk=north_macedonia
    ml=mali mm=myanmar mn=mongolia mr=mauritania mt=malta mu=mauritius mv=maldives mw=malawi mx=mexico my=malaysia
    mz=mozambique na=namibia ne=niger ng=nigeria ni=nicaragua nl=netherlands no=norway np=nepal nz=new_zealand om=oman
    pa=panama pe=peru pg=papua_new_guinea ph=philippines pk=pakistan pl=poland pt=portugal py=paraguay qa=qatar
    ro=romania rs=serbia ru=russia rw=rwanda sa=saudi_arabia sd=sudan se=sweden sg=singapore si=slovenia sk=slovakia
    sn=senegal so=somalia ss=south_sudan sv=el_salvador sy=syria td=chad tg=togo th=thailand tj=tajikistan
    tm=turkmenistan tn=tunisia tr=turkey tt=trinidad_and_tobago tw=taiwan tz=tanzania ua=ukraine ug=uganda
    us=united_states uy=uruguay uz=uzbekistan ve=venezuela vn=vietnam ye=yemen za=south_africa zm=zambia zw=zimbabwe
    """.split()  # noqa: SIM905 - a table of 166 names is read and compared best as text
)


def build(ask: Ask) -> HttpCall:
    """One list of results, without the switches that make Tavily choose (and charge) for itself."""
    body: dict[str, object] = {
        "query": ask.request.text,
        "max_results": min(ask.request.depth, _MOST),
        "search_depth": "basic",
        "topic": "general",
        "auto_parameters": False,
        "include_usage": True,
    }
    if country := _COUNTRIES.get(ask.request.market.country or "us"):
        body["country"] = country.replace("_", " ")
    key = ask.credentials.get("key")
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/search",
        headers={"Accept": "application/json", **({} if key else {"X-Tavily-Access-Mode": "keyless"})},
        json=body,
        secret_headers={"Authorization": f"Bearer {key}"} if key else {},
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The list in a reply; there is never a second page."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if not isinstance(body.get("results"), list):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results{quote(ask, _complaint(body))}")
    rows = (
        (address(row, "url"), text(row, "title"), optional_text(row, "content"), optional_text(row, "published_date"))
        for row in objects(body, "results")
    )
    return Page(results=rank_results(rows), engine="tavily", cost=_read_cost(ask, body), more=False)


def _read_cost(ask: Ask, body: dict[str, object]) -> Decimal | None:
    """What the credits taken are worth; without a key there is nobody to charge."""
    if not ask.credentials.get("key"):
        return Decimal(0)
    credits_taken = money(body, "usage", "credits")
    return None if credits_taken is None or credits_taken > _MOST_CREDITS else credits_taken * _CREDIT


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A spent plan is a 432 or a 433 here; a 429 with an error object speaks of the searches without a key."""
    said = read_refusal(reply)
    words = _complaint(said)
    if reply.status in {432, 433}:
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the account is spent (HTTP {reply.status}){quote(ask, words)}")
    if reply.status == 429 and isinstance(said.get("error"), dict):  # noqa: PLR2004 - see the docstring
        wait = money(said, "error", "retry_after_seconds")
        soon = wait is not None and wait <= _SOON
        raise ApiError(
            FailureKind.RATE_LIMIT if soon else FailureKind.QUOTA,
            f"{_NAME} gives no more searches without a key for now (HTTP 429){quote(ask, words)}",
            hint="set TAVILY_API_KEY (searchgap providers tavily tells where to get one)",
            retry_after=float(wait) if wait is not None and soon else None,
        )
    check_reply(ask, reply, _NAME, words)


def _complaint(body: dict[str, object]) -> str:
    places = (("detail", "error"), ("detail",), ("error", "message"), ("error",))
    return next(filter(None, (text(dig(body, *place)) for place in places)), "")


TAVILY = Api(
    spec=ProviderSpec(
        name="tavily",
        title="Tavily Search API",
        summary="search for agents: web sources blended and re-ranked by Tavily's own relevance",
        ranking=RankingKind.AGENT_RELEVANCE,
        engines=("tavily",),
        key_env=("TAVILY_API_KEY",),
        price=_CREDIT,
        max_depth=_MOST,
        health="good",
        docs_url="https://docs.tavily.com/documentation/api-reference/endpoint/search",
        card=(
            "Sign up at https://app.tavily.com and set TAVILY_API_KEY; about 1,000 searches a month are free, then a "
            "search takes one credit, $0.008 pay as you go. Without a key it answers a few searches per IP address, "
            "enough to try it. A development key allows 100 searches a minute; with a production key set "
            "`providers: {tavily: {rate: 10/s}}`. A country raises its results where Tavily knows it (Hong Kong, for "
            "one, it does not); it takes no language, place or device, and no query beyond 400 characters. The order "
            "is Tavily's relevance for agents, not a search page's."
        ),
    ),
    base_url="https://api.tavily.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=1.5, at_once=5),
    credentials={"key": ("TAVILY_API_KEY",)},
    optional_credentials=frozenset({"key"}),
)
