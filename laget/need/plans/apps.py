from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "laget.need.plans"
    label = "plans"

    def ready(self) -> None:
        """Every paper of a plan says who adopted it, and what it says has to hang together."""
        from laget.base.questions.checks import is_looked_over  # noqa: PLC0415  the models are there first now
        from laget.base.questions.paper import is_decided_on  # noqa: PLC0415
        from laget.need.plans.checks import what_does_not_hold  # noqa: PLC0415
        from laget.need.plans.queries import decided_on  # noqa: PLC0415

        is_decided_on("plan", decided_on)
        is_looked_over("plan", what_does_not_hold)
