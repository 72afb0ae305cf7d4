package dev.fresnel.api.plugin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error whose cause can be named; anything else that is thrown is a bug and becomes a 500. RFC 9457 on the wire. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to act, and the HTTP status that says so. */
    public enum Kind {
        INVALID(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        MISSING(404),
        CONFLICT(409),
        MISDIRECTED(421),
        LIMITED(429),
        BUG(500),
        CLUSTER_DOWN(503),
        UPSTREAM_TIMEOUT(504);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final String code;
    private final transient Map<String, Object> args;

    /**
     * @param code upper-case words with the plugin's word first, {@code KEDA_TRIGGER_UNKNOWN}
     * @param text English, one sentence, for command lines and logs
     * @param args named arguments from which a page makes its own words
     */
    public Problem(Kind kind, String code, String text, Map<String, Object> args, @Nullable Throwable cause) {
        super(text, cause);
        this.kind = kind;
        this.code = code;
        this.args = Map.copyOf(args);
    }

    public Problem(Kind kind, String code, String text) {
        this(kind, code, text, Map.of(), null);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Map<String, Object> args() {
        return args;
    }

    /** The English sentence. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
