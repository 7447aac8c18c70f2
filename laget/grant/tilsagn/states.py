from laget.base.questions.states import Act, State

TRANSITIONS = {
    (State.DRAFT, Act.PROPOSE): State.PROPOSED,
    (State.RETURNED, Act.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Act.RETURN): State.RETURNED,
    (State.PROPOSED, Act.GIVE): State.GIVEN,
    (State.GIVEN, Act.SEND): State.SENT,
}
