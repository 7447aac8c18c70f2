"""What Django's migrations lack."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Several models of an app at once.

    For each model that is made Django draws every model anew that has to do with it, which here is all there are. But
    nothing that is there already knows of a new one: where the tables are made from nothing, the new ones are all that
    has to be drawn. Put it around those that stand together in what `makemigrations` has written.
    """

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        drawn = state.__dict__.pop("apps", None)  # or else they would all be drawn anew for each
        for each in self.models:
            each.state_forwards(app_label, state)
        # Those of a copy belong to what it is a copy of too, and are left as they are there.
        if drawn and all(model._meta.apps is drawn for model in drawn.get_models()):  # noqa: SLF001 -- Django documents it
            drawn.render_multiple([state.models[app_label, each.name_lower] for each in self.models])
            state.__dict__["apps"] = drawn

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in self.models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in reversed(self.models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Create models " + ", ".join(each.name for each in self.models)
