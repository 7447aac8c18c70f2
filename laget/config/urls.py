"""Every address in Laget. Norwegian, since people read them."""

from django.urls import include, path

from laget.effect.opened import api
from laget.need.surveys.middleware import ANSWERING

urlpatterns = [
    path("logg-inn/", include("laget.base.accounts.sign_in_urls")),
    path("aar/", include("laget.base.cycle.urls")),
    path("varsler/", include("laget.base.cycle.telling_urls")),
    path("kalender/", include("laget.base.cycle.calendar_urls")),
    path("dokument/", include("laget.base.questions.urls")),
    path("skjema/", include("laget.base.county_forms.urls")),
    path("kartlegging/", include("laget.need.surveys.urls")),
    path(ANSWERING, include("laget.need.surveys.answer_urls")),
    path("barnets-stemme/", include("laget.need.voices.urls")),
    path("vurdering/", include("laget.need.assessments.urls")),
    path("katalog/", include("laget.need.catalogue.urls")),
    path("plan/", include("laget.need.plans.urls")),
    path("behovsmelding/", include("laget.need.behovsmelding.urls")),
    path("ramme/", include("laget.grant.allocation.urls")),
    path("beslutningsgrunnlag/", include("laget.grant.beslutningsgrunnlag.urls")),
    path("forum/", include("laget.grant.forum.urls")),
    path("forum/sak/", include("laget.grant.forum.matter_urls")),
    path("rangering/", include("laget.grant.ranking.urls")),
    path("innstilling/", include("laget.grant.innstilling.urls")),
    path("tilsagn/", include("laget.grant.tilsagn.urls")),
    path("brev/", include("laget.grant.tilsagn.letter_urls")),
    path("retting/", include("laget.grant.corrections.urls")),
    path("endring/", include("laget.grant.changes.urls")),
    path("klage/", include("laget.grant.klage.urls")),
    path("penger/", include("laget.grant.payments.urls")),
    path("gruppe/", include("laget.effect.groups.urls")),
    path("arrangement/", include("laget.effect.events.urls")),
    path("billett/", include("laget.effect.events.ticket_urls")),
    path("gjennomforing/", include("laget.effect.delivery.urls")),
    path("fellestiltak/", include("laget.effect.delivery.pulje_urls")),
    path("utviklingsarbeid/", include("laget.effect.delivery.development_urls")),
    path("oppfolgingsordningen/", include("laget.effect.oppfolging.urls")),
    path("gjennomgatt/", include("laget.effect.uptake.urls")),
    path("rapport/gjennomgang/", include("laget.effect.reports.review_urls")),
    path("rapport/", include("laget.effect.reports.urls")),
    path("bildet/", include("laget.effect.insight.picture_urls")),
    path("sok/", include("laget.effect.search.urls")),
    path("oppsummeringer/", include("laget.effect.synthesis.urls")),
    path("api/", api.addresses()),
    # Those without a name of their own come last: every address before them is spared trying each of theirs.
    path("", include("laget.effect.archive.urls")),
    path("", include("laget.effect.opened.urls")),
    path("", include("laget.effect.insight.urls")),
    path("", include("laget.base.accounts.urls")),
]

handler429 = "laget.base.ui.views.too_many"  # allauth asks for it by this name
handler400 = "laget.base.ui.views.bad_request"
handler403 = "laget.base.ui.views.forbidden"
handler404 = "laget.base.ui.views.not_found"
handler500 = "laget.base.ui.views.server_error"
