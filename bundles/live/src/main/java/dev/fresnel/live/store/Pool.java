package dev.fresnel.live.store;

/** Makes equal texts one: a fixed table that forgets what collides, so that unique values do not pile up. One thread. */
final class Pool {
    private final String[] seen = new String[4096];

    String one(String text) {
        int at = (text.hashCode() * 0x9E3779B9) >>> 20;
        String known = seen[at];
        if (known != null && known.equals(text)) {
            return known;
        }
        seen[at] = text;
        return text;
    }
}
