package dev.fresnel.catalog.service;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.switchboard.Board;
import dev.fresnel.switchboard.FelixBox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A catalog in a process of its own that may be killed: tells on standard output what serves. */
final class Child implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    /** @param options for the JVM */
    Child(Path home, String... options) throws IOException {
        this(home, java.util.Map.of(), options);
    }

    Child(Path home, java.util.Map<String, String> environment, String... options) throws IOException {
        var line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        line.addAll(List.of(options));
        line.addAll(List.of(Child.class.getName(), home.toString()));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            lines.add("the stream broke: " + e);
        }
    }

    /** Waits until it says this. */
    void await(String said) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null) {
                seen.add(line);
                if (line.equals(said)) {
                    return;
                }
            } else if (!process.isAlive() && !reader.isAlive() && lines.isEmpty()) {
                break;
            }
        }
        throw new AssertionError("it never said \"" + said + "\" but\n" + String.join("\n", seen));
    }

    /** @return the first thing that it said served */
    String firstServing() {
        return seen.stream().filter(line -> line.startsWith("serving ")).findFirst().orElse("");
    }

    /** Plans and applies the best build of a plugin that its catalog offers. */
    void install(String id) throws IOException {
        process.getOutputStream().write((id + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end:\n" + String.join("\n", lines));
        }
        return process.exitValue();
    }

    /** As a power cut. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(60, TimeUnit.SECONDS);
    }

    /** What runs in the process. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        var felix = new FelixBox(home.resolve("felix"));
        felix.provideJson();
        var board = new Board(felix.context(), felix.components);
        board.onSwitch((before, now) -> now.serving().values().stream().sorted(java.util.Comparator.comparing(Object::toString)).forEach(generation -> {
            System.out.println("serving " + generation.plugin() + " " + generation.version());
            System.out.flush();
        }));
        var shop = home.resolve("shop");
        var catalogs = java.nio.file.Files.isDirectory(shop) ? List.of(shop.toString()) : List.<String>of();
        var catalog = new Catalog(felix.context(), board, felix.service(JsonCodec.class), line -> {}, new Settings(List.of(home.resolve("plugins")), catalogs, home.resolve("data"), true, false), Sources.OPENERS);
        try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            orders.lines().forEach(id -> install(catalog, id));
        }
        Thread.currentThread().join();
    }

    private static void install(Catalog catalog, String id) {
        try {
            catalog.shop().refresh();
            var who = dev.fresnel.spi.principal.Principal.NOBODY;
            var plan = catalog.proposals().propose(who, List.of(new Proposals.Wish("install", id, null, null, null, null)), "asked");
            System.out.println("planned " + id + " " + plan.reasons());
            catalog.apply(who, plan.id(), List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
