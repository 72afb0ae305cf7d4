package dev.fresnel.live.testing;

import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.switchboard.BundleCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The page's side of a channel: keeps what frames say, as a page would. */
public final class Client implements Sink {
    private final JsonCodec json = new BundleCodec();
    private final List<String> frames = new ArrayList<>();
    private final Map<String, Json> rows = new LinkedHashMap<>();
    private List<String> order = List.of();
    private @Nullable Json last;
    private @Nullable Json head;
    private String end = "";
    private final Map<String, String> ages = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean ready = true;
    private @Nullable Runnable then;
    private long bytes;
    private String revision = "";
    private boolean cut;

    /** The same page on a new connection: it holds what it had taken in. */
    public synchronized Client again() {
        cut = true;
        Client next = new Client();
        next.rows.putAll(rows);
        next.order = List.copyOf(order);
        next.last = last;
        next.head = head;
        next.revision = revision;
        return next;
    }

    /** The connection is dead from here on, though the server may not know. */
    public synchronized void cut() {
        cut = true;
    }

    /** The last that was taken in. */
    public synchronized String revision() {
        return revision;
    }

    @Override
    public synchronized void send(String type, Object data) {
        if (cut) {
            return;
        }
        byte[] text = data instanceof byte[] written ? written : json.write(data);
        bytes += text.length;
        Json d = json.parse(text);
        revision = d.get("revision").present() ? d.get("revision").text() : revision;
        frames.add(type + " " + new String(text, StandardCharsets.UTF_8));
        switch (type) {
            case "ready" -> {
                head = d;
                if (!d.get("resumed").flag()) {
                    rows.clear();
                    order = List.of();
                    last = null;
                }
            }
            case "reset" -> {
                rows.clear();
                order = List.of();
                last = null;
            }
            case "rows" -> {
                rows.clear();
                order = new ArrayList<>();
                for (Json row : d.get("rows").items()) {
                    rows.put(row.get("k").text(), row);
                    order.add(row.get("k").text());
                }
                last = d;
            }
            case "delta" -> {
                for (Json row : d.get("rows").items()) {
                    rows.put(row.get("k").text(), row);
                }
                if (d.get("order").present()) {
                    order = d.get("order").items().stream().map(Json::text).toList();
                    rows.keySet().retainAll(order);
                }
                last = d;
            }
            case "age" -> ages.put(d.get("cluster").text(), d.get("state").text());
            case "data" -> last = d;
            default -> throw new AssertionError(type);
        }
        notifyAll();
    }

    @Override
    public synchronized boolean ready() {
        return ready;
    }

    @Override
    public void whenReady(Runnable next) {
        synchronized (this) {
            if (!ready) {
                then = next;
                return;
            }
        }
        next.run();
    }

    /** Gives or takes credit. */
    public void credit(boolean given) {
        Runnable next;
        synchronized (this) {
            ready = given;
            next = given ? then : null;
            then = given ? null : then;
        }
        if (next != null) {
            next.run();
        }
    }

    @Override
    public void resumeAt(String token) {}

    @Override
    public synchronized void problem(Problem problem) {
        problems.add(problem);
        notifyAll();
    }

    @Override
    public synchronized void end(String reason, String detail) {
        end = reason;
        notifyAll();
    }

    /** Waits until that holds. */
    public Client until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        synchronized (this) {
            while (!condition.getAsBoolean()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("not in time: " + what + "; frames: " + String.join("\n", frames.subList(Math.max(0, frames.size() - 5), frames.size()))
                            + "; problems " + problems + " end " + end + " ages " + ages);
                }
                try {
                    wait(Math.min(left, 50));
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
        }
        return this;
    }

    /** Waits until the list is complete and so many match; before, what has come of it may be shown already. */
    public Client listed(long matched) {
        return until(matched + " rows of the whole list", () -> number("matched") == matched && age(FakeApi.CLUSTER).equals("live"));
    }

    /** One line per shown row: name and what it says. */
    public synchronized List<String> shown() {
        return order.stream()
                .map(key -> rows.get(key))
                .map(row -> row.get("ns").text() + "/" + row.get("n").text() + " " + row.get("cells").items().get(2).text() + " " + row.get("s").text())
                .toList();
    }

    public synchronized List<String> names() {
        return order.stream().map(key -> rows.get(key).get("n").text()).toList();
    }

    public synchronized List<Json> rows() {
        return order.stream().map(rows::get).toList();
    }

    public synchronized long number(String field) {
        return last == null ? -1 : last.get(field).number(-1);
    }

    public synchronized long count(String state) {
        return last == null ? -1 : last.get("counts").get(state).number(-1);
    }

    public synchronized @Nullable Json last() {
        return last;
    }

    public synchronized @Nullable Json head() {
        return head;
    }

    public synchronized String end() {
        return end;
    }

    public synchronized String age(String cluster) {
        return ages.getOrDefault(cluster, "");
    }

    public synchronized List<Problem> problems() {
        return List.copyOf(problems);
    }

    public synchronized List<String> frames() {
        return List.copyOf(frames);
    }

    public synchronized long bytes() {
        return bytes;
    }
}
