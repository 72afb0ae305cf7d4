package dev.fresnel.e2e.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One socket of the live protocol {@code fresnel.v1}; its channels keep what a page would keep. */
public final class LiveClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Channel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    public LiveClient(URI live) {
        socket = http.newWebSocketBuilder().subprotocols("fresnel.v1").buildAsync(live, new Frames()).join();
    }

    private final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String frame = text.toString();
                text.setLength(0);
                receive(frame);
            }
            from.request(1);
            return null;
        }
    }

    private void receive(String text) {
        try {
            JsonNode frame = JSON.readTree(text);
            Channel channel = channels.get(frame.path("ch").asInt());
            if (channel != null) {
                channel.take(frame.path("t").asText(), frame.path("d"), text.length());
            }
        } catch (JsonProcessingException broken) {
            throw new AssertionError(text, broken);
        }
    }

    private synchronized void send(Map<String, Object> frame) {
        try {
            String text = JSON.writeValueAsString(frame);
            sending = sending.thenCompose(done -> socket.sendText(text, true));
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Opens a channel; {@code params} is JSON text. */
    public Channel open(String type, String params) {
        Channel channel = new Channel(numbers.incrementAndGet());
        channels.put(channel.number, channel);
        send(Map.of("ch", channel.number, "t", "open", "type", type, "params", tree(params), "credit", 4_000_000));
        return channel;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(json, broken);
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }

    /** What one channel has said so far. */
    public final class Channel implements AutoCloseable {
        private final int number;
        private final Map<String, JsonNode> rows = new LinkedHashMap<>();
        private final Map<String, JsonNode> ages = new LinkedHashMap<>();
        private List<String> order = List.of();
        private @Nullable JsonNode ready;
        private @Nullable JsonNode last;
        private @Nullable JsonNode problem;
        private String closed = "";
        private final List<String> kinds = new ArrayList<>();

        Channel(int number) {
            this.number = number;
        }

        private synchronized void take(String type, JsonNode d, int bytes) {
            kinds.add(type);
            switch (type) {
                case "ready" -> ready = d;
                case "reset" -> {
                    rows.clear();
                    order = List.of();
                    last = null;
                }
                case "rows", "delta" -> window(type, d);
                case "data" -> last = d;
                case "age" -> ages.put(d.path("cluster").asText(), d);
                case "problem" -> problem = d;
                case "closed" -> closed = d.path("reason").asText();
                default -> throw new AssertionError(type);
            }
            if (closed.isEmpty()) {
                send(Map.of("ch", number, "t", "credit", "bytes", bytes));
            }
            notifyAll();
        }

        private void window(String type, JsonNode d) {
            boolean whole = type.equals("rows");
            if (whole) {
                rows.clear();
                order = new ArrayList<>();
            }
            for (JsonNode row : d.path("rows")) {
                rows.put(row.path("k").asText(), row);
                if (whole) {
                    order.add(row.path("k").asText());
                }
            }
            if (d.has("order")) {
                List<String> now = new ArrayList<>();
                d.path("order").forEach(key -> now.add(key.asText()));
                order = now;
                rows.keySet().retainAll(order);
            }
            last = d;
        }

        public void update(String params) {
            send(Map.of("ch", number, "t", "update", "params", tree(params)));
        }

        /** Waits until that holds. */
        public synchronized Channel until(String what, Predicate<Channel> holds, Duration patience) {
            long end = System.nanoTime() + patience.toNanos();
            while (!holds.test(this)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError(what + ": not within " + patience + "; frames " + kinds + " ages " + ages + " problem " + problem + " last " + last);
                }
                try {
                    wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(interrupted);
                }
            }
            return this;
        }

        public Channel until(String what, Predicate<Channel> holds) {
            return until(what, holds, Duration.ofSeconds(60));
        }

        /** Waits for the first window or the end. */
        public Channel loaded() {
            return until("loaded", channel -> channel.last != null || !channel.closed.isEmpty());
        }

        public synchronized List<JsonNode> rows() {
            return order.stream().map(rows::get).toList();
        }

        /** Column names as kubectl heads them. */
        public synchronized List<String> columns() {
            List<String> names = new ArrayList<>();
            if (ready != null) {
                ready.path("columns").forEach(column -> names.add(column.path("name").asText().toUpperCase(java.util.Locale.ROOT)));
            }
            return names;
        }

        /** Cells of each shown row as kubectl prints them with {@code -A}. */
        public List<List<String>> printed() {
            List<List<String>> lines = new ArrayList<>();
            for (JsonNode row : rows()) {
                List<String> cells = new ArrayList<>();
                if (row.has("ns")) {
                    cells.add(row.path("ns").asText());
                }
                row.path("cells").forEach(cell -> cells.add(cell.asText()));
                lines.add(cells);
            }
            return lines;
        }

        public synchronized JsonNode last() {
            return last == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : last;
        }

        public synchronized JsonNode problem() {
            return problem == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : problem;
        }

        public synchronized JsonNode age(String cluster) {
            JsonNode age = ages.get(cluster);
            return age == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : age;
        }

        public synchronized String closed() {
            return closed;
        }

        @Override
        public void close() {
            send(Map.of("ch", number, "t", "close"));
            channels.remove(number);
        }
    }
}
