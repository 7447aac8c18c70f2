from django.apps import AppConfig


class BehovsmeldingConfig(AppConfig):
    name = "laget.need.behovsmelding"
    label = "behovsmelding"

    def ready(self) -> None:
        """Where it applies for money, its tiltak have to hold."""
        from laget.base.questions.checks import is_looked_over  # noqa: PLC0415  the models are there first now
        from laget.need.tiltak.plans import what_does_not_hold  # noqa: PLC0415

        is_looked_over("behovsmelding", what_does_not_hold)
