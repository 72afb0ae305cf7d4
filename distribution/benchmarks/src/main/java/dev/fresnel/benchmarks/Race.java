package dev.fresnel.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same small GET through the product and through {@code kubectl proxy}, in turns, so that both meet the same machine. */
final class Race {
    /** A JVM is judged warm. */
    private static final int WARM = 40_000;
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final int rounds;
    private final int connections;

    Race(int rounds, int connections) {
        this.rounds = rounds;
        this.connections = connections;
    }

    /** Opens one connection on which the same GET is sent. */
    interface Way {
        KeptConnection open(String path, String headers) throws IOException;
    }

    /**
     * A server under test.
     *
     * @param headers lines with their ends, {@code ""} for none
     */
    record Lane(String name, Way way, String path, String headers, Pid pid) {
        Lane(String name, int port, String path, Pid pid) {
            this(name, (asked, headers) -> new KeptConnection(port, asked, headers), path, "", pid);
        }

        Lane asking(String other, String moreHeaders) {
            return new Lane(name, way, path.replace(PATH, other), moreHeaders, pid);
        }
    }

    /** Stands for what is asked, in a lane's path. */
    static final String PATH = "$path";

    /** Big answers, one after the other: milliseconds of each, in turns. @param warm so many rounds are dropped first */
    List<Figures> lists(List<Lane> lanes, int warm) throws IOException {
        var all = new ArrayList<List<Double>>();
        lanes.forEach(lane -> all.add(new ArrayList<>()));
        for (int round = 0; round < rounds + warm; round++) {
            for (int turn = 0; turn < lanes.size(); turn++) {
                int lane = (turn + round) % lanes.size();
                try (var connection = lanes.get(lane).way().open(lanes.get(lane).path(), lanes.get(lane).headers())) {
                    var begin = System.nanoTime();
                    connection.ask();
                    if (round >= warm) {
                        all.get(lane).add((System.nanoTime() - begin) / 1e6);
                    }
                } catch (IOException e) {
                    throw new IOException(lanes.get(lane).name() + ", round " + round + ": " + e.getMessage(), e);
                }
            }
        }
        return all.stream().map(Figures::new).toList();
    }

    /** Rates in requests per second, CPU in microseconds for each request, p99 in milliseconds. */
    record Measured(String name, Figures rate, Figures cpu, Figures p99) {}

    List<Measured> run(List<Lane> lanes) throws IOException, InterruptedException {
        for (var lane : lanes) {
            for (int asked = 0; asked < WARM * Math.min(connections, 16) / 16; ) {
                asked += ask(lane, System.nanoTime() + ROUND.toNanos()).count();
            }
        }
        var all = new ArrayList<List<One>>();
        lanes.forEach(lane -> all.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < lanes.size(); turn++) {
                int lane = (turn + round) % lanes.size(); // each begins in its turn
                all.get(lane).add(round(lanes.get(lane), ROUND));
            }
        }
        var measured = new ArrayList<Measured>();
        for (int lane = 0; lane < lanes.size(); lane++) {
            var ones = all.get(lane);
            measured.add(new Measured(lanes.get(lane).name(), Figures.of(ones.stream().map(One::rate)), Figures.of(ones.stream().map(One::cpu)), Figures.of(ones.stream().map(One::p99))));
        }
        return measured;
    }

    private record One(double rate, double cpu, double p99) {}

    private One round(Lane lane, Duration length) throws IOException, InterruptedException {
        var before = lane.pid().cpuSeconds();
        var begin = System.nanoTime();
        var times = ask(lane, begin + length.toNanos());
        var seconds = (System.nanoTime() - begin) / 1e9;
        var cpu = (lane.pid().cpuSeconds() - before) / times.count() * 1e6;
        return new One(times.count() / seconds, cpu, times.percentile(0.99));
    }

    /** @return milliseconds of each request */
    private Figures ask(Lane lane, long end) throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var clients = new ArrayList<Future<List<Double>>>();
            for (int client = 0; client < connections; client++) {
                clients.add(threads.submit(() -> client(lane, end)));
            }
            var all = new ArrayList<Double>();
            for (var client : clients) {
                all.addAll(client.get());
            }
            return new Figures(all);
        } catch (ExecutionException e) {
            throw new IOException(lane.name() + ": " + e.getCause(), e);
        }
    }

    private static List<Double> client(Lane lane, long end) throws IOException {
        var times = new ArrayList<Double>();
        try (var connection = lane.way().open(lane.path(), lane.headers())) {
            for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                connection.ask();
                times.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return times;
    }

    /** {@code kubectl proxy} on a port that it chooses. */
    static final class KubectlProxy implements AutoCloseable {
        private final Process process;
        private final int port;

        KubectlProxy(Path kubectl, Path kubeconfig) throws IOException {
            process = new ProcessBuilder(kubectl.toString(), "--kubeconfig", kubeconfig.toString(), "proxy", "--port=0").redirectErrorStream(true).start();
            var line = process.inputReader().readLine();
            if (line == null || !line.matches("Starting to serve on .*:\\d+")) {
                process.destroy();
                throw new IOException("kubectl proxy: " + line);
            }
            port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        }

        int port() {
            return port;
        }

        Lane lane(String path) {
            return new Lane("kubectl proxy", port, path, new Pid(process.pid()));
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
