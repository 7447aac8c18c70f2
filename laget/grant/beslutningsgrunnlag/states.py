from laget.base.questions.states import Act, State

TRANSITIONS = {
    (State.DRAFT, Act.FREEZE): State.SIGNING,
    (State.RETURNED, Act.FREEZE): State.SIGNING,
    (State.SIGNING, Act.SIGN): State.SIGNING,
    (State.SIGNING, Act.REOPEN): State.DRAFT,
    (State.SIGNING, Act.SUBMIT): State.SUBMITTED,  # by the last signature
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.SUBMITTED, Act.CONSIDER): State.CONSIDERED,  # by the innstilling that takes it in
}
