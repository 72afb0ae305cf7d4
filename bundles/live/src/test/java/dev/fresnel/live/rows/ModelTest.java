package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.live.testing.FakeApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes, windows, filters and troubles: after each step what a page has put together from frames equals what a channel
 * that is opened now is told, and what the API server holds. The seed is the parameter.
 */
class ModelTest {
    private static final List<String> SORTS = List.of("", "name", "-name", "state,name", "-restarts", "status,-name", "ready,namespace", "-age", "-namespace,name");
    private static final List<String> FILTERS = List.of(
            "{}", "{\"text\":\"web\"}", "{\"labels\":\"app in (web,api)\"}", "{\"labels\":\"!app\"}", "{\"state\":[\"error\",\"waiting\"]}",
            "{\"fields\":\"spec.nodeName=n1\"}", "{\"text\":\"running\",\"state\":[\"ok\"]}");
    private static final String[] STATUS = {"Running", "Pending", "CrashLoopBackOff", "Completed", "Error"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void framesAddUpToTheTruth(long seed) {
        Random random = new Random(seed);
        try (Bench bench = new Bench()) {
            bench.api.streams = random.nextBoolean();
            for (int i = 0; i < 30; i++) {
                change(bench.api, random);
            }
            Client client = new Client();
            String params = params(random);
            RowsChannel channel = bench.rows(Bench.ANN, client, params);
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1 -> {
                        params = params(random);
                        channel.update(bench.api.json.parse(params.getBytes()));
                    }
                    case 2 -> bench.api.disconnect();
                    case 3 -> bench.api.expire();
                    case 4 -> bench.api.bookmark();
                    case 5 -> client.credit(false);
                    default -> {
                        for (int n = random.nextInt(1, 40); n > 0; n--) {
                            change(bench.api, random);
                        }
                    }
                }
                client.credit(true);
                check(bench, client, params, "seed " + seed + " step " + step + " " + params);
            }
            channel.close();
        }
    }

    /** The page, a fresh channel and the API server agree sooner or later. */
    private static void check(Bench bench, Client client, String params, String what) {
        Client fresh = new Client();
        RowsChannel now = bench.rows(Bench.ANN, fresh, params);
        String truth = totals(bench.api);
        client.until(what, () -> fresh.number("total") == bench.api.all().size()
                && totals(bench.api).equals(truth)
                && said(client).equals(said(fresh))
                && shownIsTrue(bench.api, client));
        now.close();
        assertThat(client.problems()).isEmpty();
    }

    private static String totals(FakeApi api) {
        return api.all().stream().map(pod -> pod.uid() + pod.version()).toList().toString();
    }

    /** Each shown row says what the API server holds. */
    private static boolean shownIsTrue(FakeApi api, Client client) {
        Map<String, List<String>> cells = new java.util.HashMap<>();
        api.all().forEach(pod -> cells.put(pod.uid(), pod.cells()));
        return client.rows().stream().allMatch(row -> {
            List<String> held = cells.get(row.get("u").text());
            return held != null
                    && held.get(0).equals(row.get("cells").items().get(1).text())
                    && held.get(1).equals(row.get("cells").items().get(2).text())
                    && held.get(2).equals(row.get("cells").items().get(3).text());
        });
    }

    private static List<Object> said(Client client) {
        List<Object> out = new ArrayList<>(List.of(client.number("total"), client.number("matched"), client.shown(), client.count("ok"),
                client.count("error"), client.count("waiting"), client.count("off")));
        client.rows().forEach(row -> out.add(row.get("k").text()));
        return out;
    }

    private static String params(Random random) {
        return "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"sort\":\"" + SORTS.get(random.nextInt(SORTS.size())) + "\",\"filter\":"
                + FILTERS.get(random.nextInt(FILTERS.size())) + ",\"window\":{\"offset\":" + (random.nextInt(3) * 7) + ",\"limit\":"
                + random.nextInt(3, 40) + "}}";
    }

    private static void change(FakeApi api, Random random) {
        String namespace = "ns" + random.nextInt(3);
        String name = (random.nextBoolean() ? "web-" : "job-") + random.nextInt(40);
        if (random.nextInt(4) == 0) {
            api.delete("pods", namespace, name);
            return;
        }
        Map<String, String> labels = random.nextInt(3) == 0 ? Map.of() : Map.of("app", List.of("web", "api", "db").get(random.nextInt(3)));
        api.put(namespace, name, labels, random.nextInt(3) + "/2", STATUS[random.nextInt(STATUS.length)], random.nextInt(15),
                "\"spec\":{\"nodeName\":\"n" + random.nextInt(3) + "\"}");
    }
}
