from django.apps import AppConfig


class TilsagnConfig(AppConfig):
    name = "laget.grant.tilsagn"
    label = "tilsagn"

    def ready(self) -> None:
        """Its amounts have to hold, and its grounds to be of them."""
        from laget.base.questions.checks import is_looked_over  # noqa: PLC0415  the models are there first now
        from laget.grant.tilsagn.checks import what_does_not_hold  # noqa: PLC0415

        is_looked_over("tilsagn", what_does_not_hold)
