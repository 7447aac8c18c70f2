from laget.base.questions.states import Act, State

TRANSITIONS = {
    (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.RETURNED, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.CONSIDER): State.CONSIDERED,  # by the forum, where it is an application
}
