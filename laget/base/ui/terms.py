"""The scheme's own words, each explained so shortly that one reads on."""

from django.utils.translation import gettext_lazy as _

# The kinds of document go by their key in the code, so that a page can explain the one it shows.
TERMS = {
    "assessment": (
        _("Vurdering av ståsted"),
        _("Barnehagen eller skolen skriver hvor de står og hva de trenger å lære. Ansatte og ledere gjør det sammen."),
    ),
    "behovsmelding": (
        _("Behovsmelding"),
        _("Eieren samler det virksomhetene trenger, og melder det til nettverket sitt."),
    ),
    "beslutningsgrunnlag": (
        _("Beslutningsgrunnlag"),
        _("Nettverket og UH skriver sammen hvilke tiltak de vil ha penger til, og hvorfor."),
    ),
    "innstilling": (
        _("Innstilling"),
        _("Samarbeidsforumets råd til Statsforvalteren om hvem som bør få hvor mye."),
    ),
    "tilsagn": (
        _("Tilsagn"),
        _("Statsforvalterens vedtak om penger. Mottakeren får det i et brev, og kan klage på det."),
    ),
    "report": (
        _("Rapport"),
        _("Alle som har fått penger, forteller hva de gikk til og hva som ble annerledes for barn og unge."),
    ),
    "plan": (
        _("Plan"),
        _("Hva en kommune, et nettverk eller fylket vil gjøre over flere år. Den vedtas, og rulles videre hvert år."),
    ),
    "voices": (
        _("Barnets stemme"),
        _("Barna blir hørt om hvordan de har det. Det settes ved siden av det de voksne har svart."),
    ),
    "virksomhet": (_("Virksomhet"), _("En barnehage, en skole, en SFO eller en PP-tjeneste.")),
    "eier": (_("Eier"), _("Kommunen, fylkeskommunen eller den private som driver barnehagen eller skolen.")),
    "network": (
        _("Kompetansenettverk"),
        _("Eiere i samme område som samarbeider om kompetanse. En koordinator holder i trådene."),
    ),
    "uh": (
        _("UH"),
        _("Universiteter og høgskoler. De er partnere i tiltakene, og tar erfaringene med inn i utdanningen."),
    ),
    "ppt": (_("PPT"), _("Pedagogisk-psykologisk tjeneste: hjelper barnehager og skoler med barn som trenger mer.")),
    "forum": (
        _("Samarbeidsforum"),
        _("Eiere, UH, fagforeninger og andre i fylket. De fordeler rammene og gir innstillingen."),
    ),
    "key": (
        _("Fordelingsnøkkel"),
        _("Regelen som deler fylkets penger på nettverkene: et grunnbeløp, og resten etter barn og elever."),
    ),
    "frame": (_("Ramme"), _("Beløpet et nettverk kan planlegge for det første året.")),
    "fellestiltak": (
        _("Fellestiltak"),
        _("Et tiltak som samarbeidsforum eier, og som alle nettverkene kan være med på."),
    ),
    "bound": (_("Bundet beløp"), _("Penger et tidligere tilsagn har lovet bort av et senere år.")),
    "thread": (_("Den røde tråden"), _("Veien fra behov til rapport, som du kan følge begge veier.")),
    "habilitet": (_("Habilitet"), _("Om du er fri til å behandle en sak, eller står den for nær.")),
    "klage": (_("Klage"), _("Det en mottaker kan gjøre når vedtaket virker feil.")),
    "ordning": (_("Ordning"), _("Det staten gir tilskudd til, etter en egen forskrift.")),
    "pulje": (_("Pulje"), _("De som går gjennom et fellestiltak samtidig.")),
    "samling": (_("Samling"), _("Et møte i et tiltak, med arbeid imellom.")),
    "spor": (_("Spor"), _("En av måtene å være med på et fellestiltak.")),
    "statsforvalteren": (
        _("Statsforvalteren"),
        _("Vedtar, betaler og følger opp. Er sekretær for forumet, uten stemme."),
    ),
    "letter": (_("Tilsagnsbrev"), _("Brevet med vedtaket.")),
    "tiltak": (_("Tiltak"), _("Noe et nettverk og partnerne gjør sammen for å lære.")),
}
