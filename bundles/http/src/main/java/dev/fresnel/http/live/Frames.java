package dev.fresnel.http.live;

import dev.fresnel.api.plugin.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Frames of the protocol as JSON text. */
final class Frames {
    /** What stands before the payload of a binary frame. */
    static final int HEAD = 4;

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private Frames() {}

    /** {@code {"ch":1,"t":"type","d":data}}; the data is put in as it is. */
    static byte[] frame(int channel, String type, byte[] data) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("Not a type of a frame: '" + type + "'");
        }
        byte[] head = ("{\"ch\":" + channel + ",\"t\":\"" + type + "\",\"d\":").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[head.length + data.length + 1];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(data, 0, frame, head.length, data.length);
        frame[frame.length - 1] = '}';
        return frame;
    }

    /** A binary frame: the channel's number in four bytes, most significant first, then the payload. */
    static byte[] bytes(int channel, byte[] payload) {
        return ByteBuffer.allocate(HEAD + payload.length).putInt(channel).put(payload).array();
    }

    static byte[] reset(int channel) {
        return ("{\"ch\":" + channel + ",\"t\":\"reset\"}").getBytes(StandardCharsets.US_ASCII);
    }

    /** Members of {@code problem+json}. */
    static Map<String, Object> document(Problem problem) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "about:blank");
        members.put("status", problem.kind().status());
        members.put("detail", problem.text());
        members.put("code", problem.code());
        members.put("kind", problem.kind().name());
        members.put("args", problem.args());
        return members;
    }

    /** The word of the protocol for a channel that ends by this problem. */
    static String reason(Problem problem) {
        return switch (problem.kind()) {
            case FORBIDDEN, UNAUTHENTICATED -> "forbidden";
            case LIMITED -> "limit";
            default -> "gone";
        };
    }
}
