from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "laget.effect.delivery"
    label = "delivery"

    def ready(self) -> None:
        """So does what is written down line by line."""
        from laget.effect.delivery.queries import spent_in_lines  # noqa: PLC0415  the models are there first now
        from laget.grant.ledger.spending import counts_as_spent  # noqa: PLC0415

        counts_as_spent(spent_in_lines)
