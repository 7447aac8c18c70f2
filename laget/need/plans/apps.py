from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "laget.need.plans"
    label = "plans"

    def ready(self) -> None:
        """Every paper of a plan says who adopted it."""
        from laget.base.questions.paper import is_decided_on  # noqa: PLC0415  the models are there first now
        from laget.need.plans.queries import decided_on  # noqa: PLC0415

        is_decided_on("plan", decided_on)
