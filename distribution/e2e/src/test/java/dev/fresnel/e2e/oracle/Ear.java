package dev.fresnel.e2e.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One user's socket of the live protocol; everything that reaches it is shown to a listener first. */
final class Ear implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, Channel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Consumer<String> listener;
    private final WebSocket socket;
    private volatile boolean over;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    /** @throws java.util.concurrent.CompletionException when the product does not let that user in */
    Ear(HttpClient http, URI live, Subject subject, Consumer<String> listener) {
        this.listener = listener;
        socket = http.newWebSocketBuilder().subprotocols("fresnel.v1").header("Authorization", "Bearer " + subject.token())
                .buildAsync(live, new Frames()).join();
    }

    private final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String frame = text.toString();
                text.setLength(0);
                listener.accept(frame);
                receive(frame);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end("socket " + code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end("socket " + error);
        }
    }

    private void end(String why) {
        over = true;
        channels.values().forEach(channel -> channel.finish(why));
    }

    boolean over() {
        return over;
    }

    int channels() {
        return channels.size();
    }

    private void receive(String text) {
        JsonNode frame = tree(text);
        Channel channel = channels.get(frame.path("ch").asInt());
        if (channel != null) {
            channel.take(frame.path("t").asText(), frame.path("d"), text.length());
        }
    }

    private synchronized void send(Map<String, Object> frame) {
        try {
            String text = JSON.writeValueAsString(frame);
            sending = sending.handle((done, failed) -> null).thenCompose(done -> socket.sendText(text, true));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(json, broken);
        }
    }

    /** Rows of a kind in some namespaces; none = all. */
    Channel rows(String cluster, Resource resource, Set<String> namespaces) {
        ObjectNode params = JSON.createObjectNode().put("resource", resource.id());
        params.putArray("clusters").add(cluster);
        params.putObject("window").put("offset", 0).put("limit", 1000);
        if (!namespaces.isEmpty()) {
            new TreeSet<>(namespaces).forEach(params.withArray("namespaces")::add);
        }
        return open("rows", params);
    }

    Channel counts(String cluster, List<Resource> resources, Set<String> namespaces) {
        ObjectNode params = JSON.createObjectNode().put("cluster", cluster);
        resources.forEach(resource -> params.withArray("resources").add(resource.id()));
        if (!namespaces.isEmpty()) {
            namespaces.forEach(params.withArray("namespaces")::add);
        }
        return open("counts", params);
    }

    private Channel open(String type, JsonNode params) {
        Channel channel = new Channel(numbers.incrementAndGet());
        channels.put(channel.number, channel);
        send(Map.of("ch", channel.number, "t", "open", "type", type, "params", params, "credit", 4_000_000));
        if (over) {
            channel.finish("socket");
        }
        return channel;
    }

    @Override
    public void close() {
        socket.abort();
    }

    /**
     * What a page shows at one moment.
     *
     * @param closed why the channel has ended; {@code ""} while it is open
     * @param loaded whether anything was heard of rows
     * @param total what it says there is
     * @param counts what a channel of counts said last
     */
    record Moment(String closed, boolean loaded, Map<String, Answer.Row> rows, int total, JsonNode counts) {}

    /** One channel; it keeps what a page would keep. */
    final class Channel implements AutoCloseable {
        private final int number;
        private final long opened = System.nanoTime();
        private final Map<String, JsonNode> rows = new HashMap<>();
        private final List<Integer> shown = new ArrayList<>();
        private JsonNode last = JSON.missingNode();
        private final Map<String, String> ages = new HashMap<>();
        private String closed = "";

        Channel(int number) {
            this.number = number;
        }

        private synchronized void take(String type, JsonNode d, int bytes) {
            switch (type) {
                case "ready" -> columns(d.path("columns"));
                case "reset" -> {
                    rows.clear();
                    last = JSON.missingNode();
                }
                case "rows" -> {
                    rows.clear();
                    put(d);
                }
                case "delta" -> put(d);
                case "data" -> last = d;
                case "age" -> ages.put(d.path("cluster").asText(), d.path("state").asText());
                case "closed" -> finish(d.path("reason").asText());
                default -> { }
            }
            if (closed.isEmpty()) {
                send(Map.of("ch", number, "t", "credit", "bytes", bytes));
            }
        }

        private synchronized void finish(String why) {
            if (closed.isEmpty()) {
                closed = why;
                channels.remove(number);
            }
        }

        private void columns(JsonNode columns) {
            shown.clear();
            for (int i = 0; i < columns.size(); i++) {
                if (!columns.get(i).path("id").asText().equals("age") && !columns.get(i).path("own").asBoolean()) { // the API server tells neither
                    shown.add(i);
                }
            }
        }

        private void put(JsonNode d) {
            d.path("rows").forEach(row -> rows.put(row.path("k").asText(), row));
            if (d.has("order")) {
                Set<String> order = new TreeSet<>();
                d.path("order").forEach(key -> order.add(key.asText()));
                rows.keySet().retainAll(order);
            }
            last = d;
        }

        /** How true it says that it is. */
        synchronized String age(String cluster) {
            return ages.getOrDefault(cluster, "");
        }

        long ageMillis() {
            return (System.nanoTime() - opened) / 1_000_000;
        }

        synchronized Moment moment() {
            Map<String, Answer.Row> now = new HashMap<>();
            for (JsonNode row : rows.values()) {
                List<String> cells = shown.stream().map(i -> row.path("cells").path(i).asText()).toList();
                now.put(row.path("u").asText(), new Answer.Row(row.path("ns").asText(), row.path("n").asText(), cells));
            }
            return new Moment(closed, !last.isMissingNode(), now, last.path("total").asInt(), last.path("counts"));
        }

        @Override
        public void close() {
            finish("client");
            send(Map.of("ch", number, "t", "close"));
        }
    }
}
