from django.apps import AppConfig


class BeslutningsgrunnlagConfig(AppConfig):
    name = "laget.grant.beslutningsgrunnlag"
    label = "beslutningsgrunnlag"

    def ready(self) -> None:
        """Its tiltak have to hold."""
        from laget.base.questions.checks import is_looked_over  # noqa: PLC0415  the models are there first now
        from laget.need.tiltak.plans import what_does_not_hold  # noqa: PLC0415

        is_looked_over("beslutningsgrunnlag", what_does_not_hold)
