"""Who may do what with any document, whatever its kind."""

from laget.base.accounts.actor import Actor
from laget.base.questions.models import Document


def writes(actor: Actor, document: Document) -> bool:
    """They belong to those who write it, alone or as partner."""
    return document.is_written_by(actor.writing)


def can_write(actor: Actor, document: Document) -> bool:
    return document.writable and writes(actor, document)
