from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "laget.effect.events"
    label = "events"

    def ready(self) -> None:
        """What events have cost counts as spent of the awards that pay for them."""
        from laget.effect.events.queries import spent_by_events  # noqa: PLC0415  the models are there first now
        from laget.grant.ledger.spending import counts_as_spent  # noqa: PLC0415

        counts_as_spent(spent_by_events)
