package dev.fresnel.catalog.manager;

import com.sun.net.httpserver.HttpServer;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process: rounds until it is told to end, and a report after each that changed something. */
public final class Main {
    private static final int MISUSE = 2;

    private final Arguments arguments;
    private final Keeper keeper;
    private volatile @Nullable Report report;

    private Main(Arguments arguments, Keeper keeper) {
        this.arguments = arguments;
        this.keeper = keeper;
    }

    public static void main(String[] words) throws Exception {
        if (List.of(words).contains("--help") || List.of(words).contains("-h")) {
            System.out.print(Arguments.HELP);
            return;
        }
        int code;
        try {
            code = run(Arguments.of(List.of(words)));
        } catch (Arguments.Misuse misuse) {
            System.err.println("fresnel manager: " + misuse.line());
            code = MISUSE;
        } catch (Refusal refusal) {
            System.err.println("fresnel manager: " + refusal.words());
            code = MISUSE;
        }
        System.exit(code);
    }

    private static int run(Arguments arguments) throws Refusal, InterruptedException, IOException {
        var folder = new Folder(arguments.plugins());
        folder.prepare();
        var trust = Opening.trust(arguments);
        var offers = new Offers(Opening.sources(arguments, trust, folder.incoming()), trust, arguments.refresh());
        try (var keeper = new Keeper(new WishFile(arguments.config()), folder, new Lock(arguments.lock()), offers, Clock.systemUTC())) {
            var main = new Main(arguments, keeper);
            Optional<HttpServer> metrics = main.serve();
            try {
                return arguments.watch() ? main.forEver() : main.once();
            } finally {
                metrics.ifPresent(server -> server.stop(0));
            }
        }
    }

    /** Ends in order when the process is told to. */
    private int forEver() throws InterruptedException {
        var over = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Thread rounds = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            over.countDown();
            rounds.interrupt();
            await(ended);
        }));
        try {
            do {
                tell(keeper.round());
            } while (!over.await(arguments.interval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // told to end in the middle of a transfer, of which nothing is left
        } finally {
            keeper.close();
            ended.countDown();
        }
        return 0;
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int once() throws InterruptedException {
        long end = System.nanoTime() + arguments.patience().toNanos();
        while (true) {
            Report now = keeper.round();
            tell(now);
            if (now.converged()) {
                return 0;
            }
            if (now.settled(keeper.lasting()) || System.nanoTime() > end) {
                return 1;
            }
            Thread.sleep(Math.min(500, arguments.interval().toMillis()));
        }
    }

    /** Says on standard output what changed, and writes the whole down. */
    private void tell(Report now) {
        Report before = report;
        report = now;
        if (before != null && same(before, now)) {
            return;
        }
        if (!now.problem().isEmpty() && (before == null || !before.problem().equals(now.problem()))) {
            say(now.at(), now.problem());
        }
        for (Report.Standing plugin : now.plugins()) {
            if (before == null || !before.plugins().contains(plugin)) {
                String what = plugin.version().isEmpty() ? plugin.name() : plugin.name() + " " + plugin.version();
                say(now.at(), what + " " + plugin.state().word() + (plugin.words().isEmpty() ? "" : ": " + plugin.words()));
            }
        }
        try {
            Folder.replace(arguments.status(), Json.write(now.json()));
        } catch (IOException e) {
            say(now.at(), "the report cannot be written to " + arguments.status() + ": " + e.getMessage());
        }
    }

    private static boolean same(Report before, Report now) {
        return before.plugins().equals(now.plugins()) && before.problem().equals(now.problem()) && before.owner() == now.owner() && before.wishes().equals(now.wishes());
    }

    private static void say(Instant at, String line) {
        System.out.println(at + " " + line.replaceAll("\\p{Cntrl}", " "));
    }

    // ---- for Prometheus and probes

    private Optional<HttpServer> serve() throws IOException {
        if (arguments.metrics().isEmpty()) {
            return Optional.empty();
        }
        var address = arguments.metrics().get();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), 16);
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics()));
        server.createContext("/healthz", exchange -> answer(exchange, 200, "up\n"));
        server.createContext("/", exchange -> answer(exchange, 404, "not here\n"));
        server.start();
        return Optional.of(server);
    }

    private String metrics() {
        Report now = report;
        return now == null ? "" : now.metrics();
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
