"""Links that carry another address: what they carry, and when they are left as they are."""

from base64 import urlsafe_b64encode

import pytest

from searchgap.rules.urls import NOWHERE, UrlReader

TARGET = "https://evernote.com/blog/gtd"
QUOTED = "https%3A%2F%2Fevernote.com%2Fblog%2Fgtd"
BING = urlsafe_b64encode(TARGET.encode()).decode().rstrip("=")
PLAIN = TARGET.replace("https", "http")

REDIRECTS = [
    f"https://www.google.com/url?q={TARGET}&sa=U&ved=2ahUKE&usg=AOv",
    f"https://www.google.com/url?sa=t&rct=j&q=&esrc=s&source=web&url={QUOTED}&usg=AOv",
    f"https://www.google.com/url?sa=t&q=evernote+gtd&url={QUOTED}",
    f"https://www.google.com/url?url={QUOTED}&q=https://evil.example/",
    f"https://www.google.co.uk/url?q={QUOTED}",
    f"https://www.google.com.br/url?q={QUOTED}",
    f"http://google.de/url?q={QUOTED}",
    f"https://GOOGLE.cat:443/url?q={QUOTED}",
    f"https://www.google.de/goto?url={QUOTED}",
    f"https://www.google.fr/imgres?imgurl=https%3A%2F%2Fcdn.example%2Fa.png&imgrefurl={QUOTED}&q=evernote",
    f"https://www.google.com/aclk?sa=l&ai=DChcS&adurl={QUOTED}",
    f"https://www.bing.com/ck/a?!&&p=4f2&ptn=3&ver=2&u=a1{BING}&ntb=1",
    f"https://r.search.yahoo.com/_ylt=Awr;_ylu=Y29/RV=2/RE=17/RO=10/RU={QUOTED.lower()}/RK=2/RS=x-",
    f"https://de.search.yahoo.com/_ylt=Awr/RU={QUOTED}/RK=0",
    f"https://search.aol.com/click/_ylt=Awr/RV=2/RU={QUOTED}/RK=2",
    f"https://duckduckgo.com/l/?uddg={QUOTED}&rut=e3b",
    f"//duckduckgo.com/l/?kh=-1&uddg={QUOTED}",
    f"https://www.ecosia.org/url?url={QUOTED}",
    f"https://www.startpage.com/do/proxy?u={QUOTED}",
    f"https://l.facebook.com/l.php?u={QUOTED}&h=AT0",
    f"https://lm.facebook.com/l.php?u={QUOTED}",
    f"https://www.facebook.com/flx/warn/?u={QUOTED}",
    f"https://l.instagram.com/?u={QUOTED}&e=AT0",
    f"https://l.threads.net/?u={QUOTED}",
    f"https://out.reddit.com/t3_abc?url={QUOTED}&token=x",
    f"https://www.youtube.com/redirect?event=video_description&q={QUOTED}",
    f"https://www.linkedin.com/redir/redirect?url={QUOTED}&urlhash=x",
    f"https://www.linkedin.com/safety/go?url={QUOTED}",
]

COPIES = [
    "https://www.google.com/amp/s/evernote.com/blog/gtd",
    "https://www.bing.com/amp/s/evernote.com/blog/gtd",
    "https://evernote-com.cdn.ampproject.org/c/s/evernote.com/blog/gtd?usqp=mq331&amp_js_v=0.1",
    "https://cdn.ampproject.org/v/s/evernote.com/blog/gtd#amp_tf=From%20%251%24s",
    "https://evernote-com.cdn.ampproject.org/wp/s/evernote.com/blog/gtd",
    "https://evernote-com.bing-amp.com/c/s/evernote.com/blog/gtd",
    f"https://translate.google.com/translate?sl=en&tl=de&u={QUOTED}",
    f"https://translate.google.de/translate?hl=de&u={QUOTED}",
    f"https://translate.googleusercontent.com/translate_c?depth=1&u={QUOTED}",
    f"https://translate.yandex.ru/translate?lang=en-ru&url={QUOTED}",
    f"https://www.translatetheweb.com/?from=en&to=de&a={QUOTED}",
    f"https://webcache.googleusercontent.com/search?q=cache:{TARGET}",
    f"https://webcache.googleusercontent.com/search?q=cache:AbC-_4567890:{TARGET}+evernote+gtd&cd=1&hl=en",
    f"https://webcache.googleusercontent.com/search?client=x&q=cache%3AAbC-_4567890%3A{QUOTED}%20gtd",
    "https://webcache.googleusercontent.com/search?q=cache:AbC-_4567890:evernote.com/blog/gtd",
    f"https://cc.bingj.com/cache.aspx?q=gtd&d=45&u={QUOTED}",
    f"https://yandexwebcache.net/yandbtm?fmode=inject&url={QUOTED}",
    f"https://web.archive.org/web/20200102030405/{TARGET}",
    f"https://web.archive.org/web/2020/{TARGET}",
    f"https://web.archive.org/web/20200102030405id_/{TARGET}",
    f"https://web.archive.org/web/20200102030405if_/{TARGET}",
    f"https://web.archive.org/web/2020*/{TARGET}",
    f"https://web.archive.org/web/*/{TARGET}",
    f"https://web.archive.org/web/{TARGET}",
    f"https://archive.org/web/2020/{TARGET}",
    "https://web.archive.org/web/20200102030405/evernote.com/blog/gtd",
    "https://web.archive.org/web/2020/https:/evernote.com/blog/gtd",
    f"https://archive.ph/2020.01.02-030405/{TARGET}",
    f"https://archive.is/o/AbCdE/{TARGET}",
    f"https://archive.today/{TARGET}",
    f"https://arquivo.pt/wayback/20200102030405/{TARGET}",
    f"https://wayback.archive-it.org/123/2020/{TARGET}",
    f"https://webarchive.nationalarchives.gov.uk/ukgwa/20200102030405/{TARGET}",
    "https://evernote-com.translate.goog/blog/gtd?_x_tr_sl=en&_x_tr_tl=de&_x_tr_hl=de&_x_tr_pto=wapp",
]


@pytest.mark.parametrize("url", [*REDIRECTS, *COPIES])
def test_a_carried_address_is_where_the_link_points(urls: UrlReader, url: str):
    """Redirects, caches, archives, translations and AMP copies stand for the address they carry."""
    address = urls.read(url)
    assert (address.host.name, address.wrapped) == ("evernote.com", True)
    assert urls.clean(url) == TARGET


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/amp/evernote.com/blog/gtd",
        "https://evernote-com.cdn.ampproject.org/c/evernote.com/blog/gtd",
        f"https://web.archive.org/web/2020/{PLAIN}",
        f"https://www.google.com/url?q={PLAIN}",
        "https://evernote-com.translate.goog/blog/gtd?_x_tr_sch=http&_x_tr_sl=en",
    ],
)
def test_an_http_target_stays_http(urls: UrlReader, url: str):
    """A wrapper's own scheme says nothing of the scheme of what it carries."""
    assert urls.clean(url) == PLAIN


@pytest.mark.parametrize(
    ("label", "parameters", "host"),
    [
        ("www-evernote-com", "", "www.evernote.com"),
        ("mind--map-example", "", "mind-map.example"),
        ("a--b--c-co-uk", "", "a-b-c.co.uk"),
        ("1-en--us-example-com", "_x_tr_enc=1", "en-us.example.com"),
        ("0-r8jz45g-jp", "_x_tr_enc=0", "xn--r8jz45g.jp"),
        ("1-0-r8jz45g-jp", "_x_tr_enc=0%2C1", "xn--r8jz45g.jp"),
        ("tail-of-a-long-name-com", "_x_tr_hp=www-front-", "www.front.tail.of.a.long.name.com"),
    ],
)
def test_a_translated_host_is_read_back(urls: UrlReader, label: str, parameters: str, host: str):
    """Single hyphens are dots, double ones hyphens; marked prefixes and moved fronts are undone."""
    url = f"https://{label}.translate.goog/page?id=7&{parameters}&_x_tr_sl=en#!/part"
    assert urls.clean(url) == f"https://{host}/page?id=7#!/part"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (
            "https://www.google.com/url?q=https://acme.example/a%3Fb%3D1%26c%3D2%23!/d",
            "https://acme.example/a?b=1&c=2#!/d",
        ),
        ("https://www.google.com/url?q=https://acme.example/100%2525", "https://acme.example/100%25"),
        ("https://www.google.com/url?q=https://acme.example/caf%E9", "https://acme.example/caf%E9"),
        ("https://www.google.com/url?q=https://acme.example/caf%C3%A9", "https://acme.example/caf%C3%A9"),
        ("https://www.google.com/url?q=https://acme.example/caf%25C3%25A9", "https://acme.example/caf%C3%A9"),
        ("https://www.google.com/url?q=https://acme.example/?q=a+b", "https://acme.example/?q=a%20b"),
        ("https://www.google.com/url?q=https://acme.example/?q=a%2Bb", "https://acme.example/?q=a+b"),
        ("https://www.google.com/url?q=https://%E4%BE%8B%E3%81%88.jp/", "https://xn--r8jz45g.jp/"),
        ("https://web.archive.org/web/2020/http://acme.example/?a=1&utm_source=x", "http://acme.example/?a=1"),
        ("https://www.google.com/url?q=HTTPS://ACME.example", "https://acme.example/"),
    ],
)
def test_one_layer_of_escapes_is_undone(urls: UrlReader, url: str, clean: str):
    """What was escaped to be carried is restored, and nothing beyond."""
    assert urls.clean(url) == clean


WRAP = "https://l.facebook.com/l.php?u="


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/url?q={WRAP}{TARGET}",
        f"https://www.google.com/url?q=https%3A%2F%2Fweb.archive.org%2Fweb%2F2020%2F{QUOTED}",
        "https://www.google.com/amp/s/evernote-com.translate.goog/blog/gtd",
        f"https://web.archive.org/web/2020/https://web.archive.org/web/2019/{TARGET}",
        WRAP * 8 + TARGET,
    ],
)
def test_wrappers_are_taken_off_one_after_another(urls: UrlReader, url: str):
    """A wrapper around a wrapper leads to the innermost address."""
    assert urls.clean(url) == TARGET


def test_a_chain_of_more_than_eight_wrappers_points_nowhere(urls: UrlReader):
    """No honest link is wrapped so often, and none is followed for ever."""
    url = WRAP * 9 + TARGET
    assert urls.read(url) == NOWHERE
    assert urls.clean(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/goto?url=CAESXwF6k2",
        "https://www.bing.com/ck/a?!&&p=4f2&u=a1L3NlYXJjaA&ntb=1",
        "https://www.bing.com/ck/a?u=a1!",
        "https://www.bing.com/ck/a?u=a1AAAAA",
        "https://www.bing.com/ck/a?u=a1__79_w",
        "https://cc.bingj.com/cache.aspx?q=gtd&d=4599&w=sok78",
        "https://r.search.yahoo.com/_ylt=Awr/RU=evernote.com/RK=2",
        "https://archive.ph/AbCdE",
        "https://l.facebook.com/l.php?u=mailto%3Ahelp%40evernote.com",
        "https://l.facebook.com/l.php?u=https%3A%2F%2F",
        "https://www.google.com/url?q=https://evernote%00.com/",
        "https://web.archive.org/web/2020/ftp://evernote.com/",
        "https://web.archive.org/web/evernote.php",
        "https://evernote-com.evil.translate.goog/",
        "https://a-com.translate.goog/?_x_tr_hp=evernote.com/",
        "https://evernote-com.translate.goog.evil.example/",
    ],
)
def test_a_wrapper_that_hides_its_target_is_left(urls: UrlReader, url: str):
    """Where the address cannot be read out of the link, the link belongs to whoever made the wrapper."""
    address = urls.read(url)
    assert not address.wrapped
    assert address.host.name == urls.host(url.split("/")[2]).name
    assert address.host.domain != "evernote.com"


def test_a_wrapper_within_a_wrapper_may_hide_its_target(urls: UrlReader):
    """The outer wrapper is off all the same, and the address says so."""
    address = urls.read(f"https://www.google.com/url?q={WRAP}mailto:help@evernote.com")
    assert (address.host.name, address.wrapped) == ("l.facebook.com", True)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.google.com/search?q=https://evernote.com/", "www.google.com"),
        ("https://www.google.com/url?q=evernote+gtd", "www.google.com"),
        ("https://www.google.com/url?q=evernote.com", "www.google.com"),
        ("https://www.google.com/url?next=https://evernote.com/", "www.google.com"),
        ("https://www.google.com/?url=https://evernote.com/", "www.google.com"),
        ("https://www.google.com/url#?q=https://evernote.com/", "www.google.com"),
        ("https://www.google.com/a/evernote.com/ServiceLogin", "www.google.com"),
        ("https://duckduckgo.com/?q=https://evernote.com/", "duckduckgo.com"),
        ("https://www.youtube.com/results?q=https://evernote.com/", "www.youtube.com"),
        ("https://www.linkedin.com/sharing/share-offsite/?url=https://evernote.com/", "www.linkedin.com"),
        ("https://www.facebook.com/sharer/sharer.php?u=https://evernote.com/", "www.facebook.com"),
        ("https://www.bing.com/search?q=https://evernote.com/&u=a1aHR0cHM6Ly9ldmVybm90ZS5jb20v", "www.bing.com"),
        ("https://archive.org/details/evernote.com", "archive.org"),
        ("https://www.ampproject.org/index.html", "www.ampproject.org"),
        ("https://evil.example/url?q=https://evernote.com/", "evil.example"),
        ("https://evil.example/https://evernote.com/", "evil.example"),
        ("https://evil.example/amp/s/evernote.com/", "evil.example"),
        ("https://google.example/url?q=https://evernote.com/", "google.example"),
        ("https://google.xyz/url?q=https://evernote.com/", "google.xyz"),
        ("https://notgoogle.com/url?q=https://evernote.com/", "notgoogle.com"),
        ("https://google.com.evil.example/url?q=https://evernote.com/", "google.com.evil.example"),
        ("https://notbing.com/ck/a?u=a1aHR0cHM6Ly9ldmVybm90ZS5jb20v", "notbing.com"),
    ],
)
def test_a_page_that_only_mentions_an_address_is_not_a_wrapper(urls: UrlReader, url: str, host: str):
    """Search pages, share buttons and strangers' redirects stay where they are."""
    address = urls.read(url)
    assert (address.host.name, address.wrapped) == (host, False)
