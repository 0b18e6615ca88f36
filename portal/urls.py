"""All URLs. Path words per language are written here, so that no translation can change a URL."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from calls import views as calls_views
from portal import country_views, views
from portal.api import views as api_views
from portal.archive import views as archive_views
from portal.backoffice import finder, handbook, own_pages, preview, time_travel
from portal.exchange.lists import table_paths
from portal.feeds import change_feed
from portal.i18n.languages import in_four
from portal.share_images import views as share_image_views
from portal.site_search import views as search_views
from portal.sitemaps import sitemap_index, sitemap_section
from portal.transparency import views as transparency_views

framework = in_four(
    nl="strategisch-kader/",
    fr="cadre-strategique/",
    de="strategischer-rahmen/",
    en="strategic-framework/",
)
partners = in_four(nl="partners/", fr="partenaires/", de="partner/", en="partners/")
posts = in_four(
    nl="vertegenwoordigingen/", fr="representations/", de="vertretungen/", en="representations/"
)
calls = in_four(
    nl="projectoproepen/", fr="appels-a-projets/", de="projektaufrufe/", en="project-calls/"
)
figures = in_four(
    nl="resultaten-in-cijfers/",
    fr="resultats-en-chiffres/",
    de="ergebnisse-in-zahlen/",
    en="results-in-figures/",
)
agreements = in_four(nl="akkoorden/", fr="accords/", de="abkommen/", en="agreements/")
support = in_four(nl="ondersteuning/", fr="soutien/", de="unterstuetzung/", en="support/")
countries = in_four(nl="landen/", fr="pays/", de="laender/", en="countries/")
country = in_four(
    nl="landen/<str:code>/",
    fr="pays/<str:code>/",
    de="laender/<str:code>/",
    en="countries/<str:code>/",
)
search = in_four(nl="zoeken/", fr="recherche/", de="suche/", en="search/")
search_feed = in_four(
    nl="zoeken/feed.atom", fr="recherche/feed.atom", de="suche/feed.atom", en="search/feed.atom"
)
search_feed_json = in_four(
    nl="zoeken/feed.json", fr="recherche/feed.json", de="suche/feed.json", en="search/feed.json"
)
suggestions = in_four(
    nl="zoeken/suggesties.json",
    fr="recherche/suggestions.json",
    de="suche/vorschlaege.json",
    en="search/suggestions.json",
)
search_description = in_four(
    nl="zoeken/opensearch.xml",
    fr="recherche/opensearch.xml",
    de="suche/opensearch.xml",
    en="search/opensearch.xml",
)
changes = in_four(nl="wijzigingen/", fr="modifications/", de="aenderungen/", en="changes/")
changes_feed = in_four(
    nl="wijzigingen/feed.atom",
    fr="modifications/feed.atom",
    de="aenderungen/feed.atom",
    en="changes/feed.atom",
)
changes_feed_json = in_four(
    nl="wijzigingen/feed.json",
    fr="modifications/feed.json",
    de="aenderungen/feed.json",
    en="changes/feed.json",
)
alerts = in_four(nl="e-mailberichten/", fr="alertes/", de="e-mail-nachrichten/", en="email-alerts/")
open_data = in_four(nl="open-data/", fr="donnees-ouvertes/", de="offene-daten/", en="open-data/")
proof = in_four(nl="bewijs/", fr="preuve/", de="nachweis/", en="proof/")
history = in_four(
    nl="geschiedenis/<slug:kind>/<int:pk>/",
    fr="historique/<slug:kind>/<int:pk>/",
    de="verlauf/<slug:kind>/<int:pk>/",
    en="history/<slug:kind>/<int:pk>/",
)
time_gate = in_four(
    nl="geschiedenis/<slug:kind>/<int:pk>/timegate/",
    fr="historique/<slug:kind>/<int:pk>/timegate/",
    de="verlauf/<slug:kind>/<int:pk>/timegate/",
    en="history/<slug:kind>/<int:pk>/timegate/",
)
time_map = in_four(
    nl="geschiedenis/<slug:kind>/<int:pk>/timemap/",
    fr="historique/<slug:kind>/<int:pk>/timemap/",
    de="verlauf/<slug:kind>/<int:pk>/timemap/",
    en="history/<slug:kind>/<int:pk>/timemap/",
)
version = in_four(
    nl="geschiedenis/<slug:kind>/<int:pk>/<str:when>/",
    fr="historique/<slug:kind>/<int:pk>/<str:when>/",
    de="verlauf/<slug:kind>/<int:pk>/<str:when>/",
    en="history/<slug:kind>/<int:pk>/<str:when>/",
)
version_data = in_four(
    nl="geschiedenis/<slug:kind>/<int:pk>/<str:when>.json",
    fr="historique/<slug:kind>/<int:pk>/<str:when>.json",
    de="verlauf/<slug:kind>/<int:pk>/<str:when>.json",
    en="history/<slug:kind>/<int:pk>/<str:when>.json",
)
comparison = in_four(
    nl="geschiedenis/<slug:kind>/<int:pk>/<str:when>/<str:other>/",
    fr="historique/<slug:kind>/<int:pk>/<str:when>/<str:other>/",
    de="verlauf/<slug:kind>/<int:pk>/<str:when>/<str:other>/",
    en="history/<slug:kind>/<int:pk>/<str:when>/<str:other>/",
)
version_receipt = in_four(
    nl="geschiedenis/<slug:kind>/<int:pk>/<str:when>.receipt.json",
    fr="historique/<slug:kind>/<int:pk>/<str:when>.receipt.json",
    de="verlauf/<slug:kind>/<int:pk>/<str:when>.receipt.json",
    en="history/<slug:kind>/<int:pk>/<str:when>.receipt.json",
)
share_image = in_four(
    nl="deelbeelden/<slug:kind>/<int:pk>.png",
    fr="images-de-partage/<slug:kind>/<int:pk>.png",
    de="vorschaubilder/<slug:kind>/<int:pk>.png",
    en="share-images/<slug:kind>/<int:pk>.png",
)
share_image_of_list = in_four(
    nl="deelbeelden/<slug:name>.png",
    fr="images-de-partage/<slug:name>.png",
    de="vorschaubilder/<slug:name>.png",
    en="share-images/<slug:name>.png",
)
PAGES = {
    "about": in_four(nl="over/", fr="a-propos/", de="ueber-uns/", en="about/"),
    "contact": in_four(nl="contact/", fr="contact/", de="kontakt/", en="contact/"),
    "accessibility": in_four(
        nl="toegankelijkheid/", fr="accessibilite/", de="barrierefreiheit/", en="accessibility/"
    ),
    "privacy": in_four(nl="privacy/", fr="vie-privee/", de="datenschutz/", en="privacy/"),
    "languages": in_four(nl="talen/", fr="langues/", de="sprachen/", en="languages/"),
    "glossary": in_four(nl="woordenlijst/", fr="glossaire/", de="glossar/", en="glossary/"),
}

desk = settings.DESK_PATH

urlpatterns = [
    path("", views.root_redirect),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security_contact, name="security_contact"),
    path("favicon.ico", views.favicon),
    path("oembed/", calls_views.oembed, name="oembed"),
    path("", include("portal.linked_data.urls")),
    path("api/v1/", include("portal.api.urls")),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
    path("log/", include("portal.transparency.urls")),
    path("media/<int:pk>/<str:name>", views.document, name="document"),
    path("media/<int:pk>/<int:former>/<str:name>", views.former_file, name="former_file"),
    path(f"{desk}op/", time_travel.choose, name="time_travel"),
    re_path(rf"^{desk}op/(?P<when>[^/]+)/(?P<path>.*)$", time_travel.show),
    path(f"{desk}voorbeeld/<int:pk>/", preview.preview, name="preview"),
    re_path(
        rf"^{desk}voorbeeld/(?P<pk>\d+)/(?P<when>[^/]+)/(?P<path>.*)$",
        preview.preview_site,
        name="preview_site",
    ),
    re_path(
        r"^voorbeeld/(?P<token>[\w-]+)/(?P<path>.*)$", preview.preview_link, name="preview_link"
    ),
    path(f"{desk}vertalingen/", include("portal.translations.urls")),
    path(f"{desk}handleiding/", include(handbook.urlpatterns)),
    path(f"{desk}vinden/", admin.site.admin_view(finder.find), name="find"),
    path(f"{desk}eigen-paginas/", admin.site.admin_view(own_pages.own_pages), name="own_pages"),
    path(desk, include("portal.accounts.urls")),
    path(desk, admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(framework, include("policy.urls")),
        path(partners, include("partners.urls")),
        path(posts, include("partners.post_urls")),
        path(calls, include("calls.urls")),
        path(figures, include("calls.figures_urls")),
        path(agreements, include("agreements.urls")),
        path(support, include("calls.support_urls")),
        path(countries, country_views.country_list, name="countries"),
        *table_paths(
            country_views.country_list_table,
            name="countries",
            nl="landen/landen",
            fr="pays/pays",
            de="laender/laender",
            en="countries/countries",
        ),
        path(country, country_views.country_detail, name="country"),
        path(search, search_views.search_page, name="search"),
        path(search_feed, search_views.search_feed, name="search_feed"),
        path(search_feed_json, search_views.search_feed, name="search_feed_json"),
        *table_paths(
            search_views.search_table,
            name="search",
            nl="zoeken/resultaten",
            fr="recherche/resultats",
            de="suche/ergebnisse",
            en="search/results",
        ),
        path(suggestions, search_views.suggestions, name="search_suggestions"),
        path(search_description, search_views.description, name="search_description"),
        path(changes, views.change_list, name="changes"),
        *table_paths(
            views.change_list_table,
            name="changes",
            nl="wijzigingen/wijzigingen",
            fr="modifications/modifications",
            de="aenderungen/aenderungen",
            en="changes/changes",
        ),
        path(changes_feed, change_feed, name="change_feed"),
        path(changes_feed_json, change_feed, name="change_feed_json"),
        path(alerts, include("portal.alerts.urls")),
        path(open_data, api_views.open_data, name="open_data"),
        path(proof, transparency_views.explained, name="proof"),
        path(history, archive_views.history, name="history"),
        path(time_gate, archive_views.time_gate, name="time_gate"),
        path(time_map, archive_views.time_map, name="time_map"),
        path(version, archive_views.version, name="version"),
        path(version_receipt, archive_views.version_receipt, name="version_receipt"),
        path(version_data, archive_views.version_data, name="version_data"),
        path(comparison, archive_views.comparison, name="comparison"),
        path(share_image, share_image_views.record_image, name="share_image"),
        path(share_image_of_list, share_image_views.list_image, name="share_image_of_list"),
        *(path(word, views.service_page, {"key": key}, name=key) for key, word in PAGES.items()),
    ),
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
