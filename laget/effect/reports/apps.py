from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "laget.effect.reports"
    label = "reports"

    def ready(self) -> None:
        """Its amounts have to hold."""
        from laget.base.questions.checks import is_looked_over  # noqa: PLC0415  the models are there first now
        from laget.effect.reports.checks import what_does_not_hold  # noqa: PLC0415

        is_looked_over("report", what_does_not_hold)
