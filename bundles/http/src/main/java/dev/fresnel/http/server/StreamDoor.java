package dev.fresnel.http.server;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.live.Hub;
import dev.fresnel.http.live.LiveSocket;
import dev.fresnel.spi.http.RootRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The live protocol without a WebSocket: {@code POST /api/v1/live/stream} answers with server-sent events, and the client's frames
 * come as {@code POST /api/v1/live/stream/{id}}, one a line. A browser's POST must come from our own page, so it needs no ticket.
 */
final class StreamDoor {
    private static final int BYTES = 24;

    private final Hub hub;
    private final JsonCodec codec;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, LiveSocket> open = new ConcurrentHashMap<>();

    StreamDoor(Hub hub, JsonCodec codec) {
        this.hub = hub;
        this.codec = codec;
    }

    /** Opens a conversation; its first event, {@code hello}, names it. */
    Response open(RootRequest request) {
        hub.admit(request.principal());
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return Response.stream("text/event-stream", out -> {
                    var wire = new StreamWire();
                    wire.hello(id);
                    LiveSocket socket = hub.enter(request.principal(), wire);
                    open.put(id, socket);
                    hub.check(socket);
                    request.gone().thenRun(wire::abort);
                    try {
                        wire.run(out);
                    } finally {
                        open.remove(id);
                        socket.closed();
                    }
                })
                .withHeader("X-Accel-Buffering", "no");
    }

    /** Takes frames, one JSON text a line; 204. A line {@code {"ch":1,"t":"bytes","b":"base64"}} is a binary frame. */
    Response take(RootRequest request) throws IOException {
        LiveSocket socket = Optional.ofNullable(open.get(request.pathParam("id")))
                .filter(known -> known.belongsTo(request.principal()))
                .orElseThrow(() -> new Problem(Problem.Kind.MISSING, "STREAM_UNKNOWN", "This conversation has ended; open another."));
        socket.heard();
        var line = new ByteArrayOutputStream();
        try (var body = request.body()) {
            byte[] buffer = new byte[8192];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        pass(socket, line.toByteArray());
                        line.reset();
                    } else if (line.size() < LiveSocket.FRAME) {
                        line.write(buffer[i]);
                    } else {
                        throw new Problem(Problem.Kind.INVALID, "FRAME_TOO_LARGE", "A frame has at most 1 MB.");
                    }
                }
            }
        }
        pass(socket, line.toByteArray());
        return Response.status(204);
    }

    private void pass(LiveSocket socket, byte[] line) {
        if (line.length == 0) {
            return;
        }
        Optional<byte[]> bytes = binary(line);
        if (bytes.isPresent()) {
            socket.receivedBytes(bytes.get());
        } else {
            socket.received(line);
        }
    }

    private Optional<byte[]> binary(byte[] line) {
        try {
            Json frame = codec.parse(line);
            if (!frame.get("t").text().equals("bytes")) {
                return Optional.empty();
            }
            byte[] payload = Base64.getDecoder().decode(frame.get("b").text());
            return Optional.of(LiveSocket.binary(Math.clamp(frame.get("ch").number(0), 0, Integer.MAX_VALUE), payload));
        } catch (Problem | IllegalArgumentException e) {
            return Optional.empty(); // the socket itself says what is wrong with it
        }
    }
}
