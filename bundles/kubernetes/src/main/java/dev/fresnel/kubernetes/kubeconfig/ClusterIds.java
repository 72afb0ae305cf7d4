package dev.fresnel.kubernetes.kubeconfig;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives names of contexts their ids for URLs: lower case, other than {@code [a-z0-9.-]} becomes {@code -}, at most 63
 * characters.
 */
public final class ClusterIds {
    private static final int LONGEST = 63;

    private ClusterIds() {}

    /**
     * Where several names want one id, the one that is spelled exactly so keeps it and the others get 4 hex digits of their
     * SHA-256, whatever their order: a link must not lead to another cluster because a file has changed.
     *
     * @param reserved ids that no context gets
     * @return id by name, in the given order
     */
    public static Map<String, String> assign(List<String> names, Set<String> reserved) {
        Map<String, Long> wanted =
                names.stream().distinct().collect(Collectors.groupingBy(ClusterIds::plain, Collectors.counting()));
        var ids = new LinkedHashMap<String, String>();
        for (String name : names) {
            String id = plain(name);
            boolean alone = wanted.get(id) == 1 || id.equals(name);
            ids.put(name, alone && !reserved.contains(id) ? id : marked(id, name));
        }
        return ids;
    }

    static String plain(String name) {
        String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        if (id.chars().allMatch(c -> c == '.')) {
            // "", "." and ".." would vanish from a path.
            id = "context-" + id.replace('.', '-');
        }
        return id.length() > LONGEST ? id.substring(0, LONGEST) : id;
    }

    private static String marked(String id, String name) {
        String mark = "-" + hash(name);
        return id.substring(0, Math.min(id.length(), LONGEST - mark.length())) + mark;
    }

    static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
