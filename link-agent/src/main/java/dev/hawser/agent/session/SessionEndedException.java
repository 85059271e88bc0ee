package dev.hawser.agent.session;

/** There is no session and there will be none; the answer says why. */
public final class SessionEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SessionAnswer answer;

    /** Keeps the answer that is final. */
    public SessionEndedException(SessionAnswer answer) {
        super(answer.toString());
        this.answer = answer;
    }

    /** Never granted, never unavailable. */
    public SessionAnswer answer() {
        return answer;
    }
}
