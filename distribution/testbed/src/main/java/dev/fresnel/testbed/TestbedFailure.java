package dev.fresnel.testbed;

/** Something the testbed needs is missing or went wrong; the message is one sentence for the person at the terminal. */
public final class TestbedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TestbedFailure(String message) {
        super(message);
    }

    public TestbedFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
