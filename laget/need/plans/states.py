from laget.base.questions.states import Act, State

# A plan that has been adopted stands while the next version of it is written.
TRANSITIONS = {
    (State.DRAFT, Act.PROPOSE): State.PROPOSED,
    (State.RETURNED, Act.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Act.RETURN): State.RETURNED,
    (State.PROPOSED, Act.APPROVE): State.APPROVED,
    (State.APPROVED, Act.REOPEN): State.DRAFT,
}
