package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows that are read where the store keeps its rows, beside such as are kept for a client alone. */
class GlimpseTest {
    private static final List<String> NAMESPACES = List.of("bank", "shop", "zoo");

    private final Bench bench = new Bench();
    private final Random random = new Random(11);
    /** {@code namespace/name}, and whether something is wrong with it: no character of a name sorts before the slash but the hyphen, and no namespace here has one. */
    private final TreeMap<String, Boolean> model = new TreeMap<>();

    @AfterEach
    void end() {
        bench.close();
    }

    private void change() {
        String namespace = NAMESPACES.get(random.nextInt(3));
        String name = "pod-%03d".formatted(random.nextInt(60));
        if (random.nextInt(3) == 0) {
            bench.api.delete("pods", namespace, name);
            model.remove(namespace + "/" + name);
        } else {
            boolean wrong = random.nextInt(4) == 0;
            bench.api.put(namespace, name, Map.of(), wrong ? "0/1" : "1/1", wrong ? "CrashLoopBackOff" : "Running", 0, "");
            model.put(namespace + "/" + name, wrong);
        }
    }

    private List<String> expected(String namespace, int offset) {
        return model.keySet().stream().filter(one -> one.startsWith(namespace)).skip(offset).limit(20).map(one -> one.substring(one.indexOf('/') + 1)).toList();
    }

    private int total(String namespace) {
        return (int) model.keySet().stream().filter(one -> one.startsWith(namespace)).count();
    }

    private long errors(String namespace) {
        return model.entrySet().stream().filter(one -> one.getValue() && one.getKey().startsWith(namespace)).count();
    }

    private static String pods(String namespace, int offset, String sort) {
        return "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"sort\":\"" + sort + "\",\"window\":{\"offset\":" + offset + ",\"limit\":20}"
                + (namespace.isEmpty() ? "" : ",\"namespaces\":[\"" + namespace + "\"]") + "}";
    }

    private RowsChannel open(Client client, String params) {
        return bench.rows(Bench.ANN, client, params);
    }

    private void update(RowsChannel channel, String params) {
        channel.update(bench.api.json.parse(params.getBytes()));
    }

    @Test
    void windowsFollowTheRowsWhereverTheyAreKept() {
        for (int i = 0; i < 120; i++) {
            change();
        }
        for (String namespace : List.of("", "shop", "zoo")) {
            Client there = new Client();
            Client own = new Client();
            try (RowsChannel first = open(there, pods(namespace, 0, "")); RowsChannel second = open(own, pods(namespace, 0, "namespace,name,status"))) {
                for (int offset : new int[] {0, 7, 0, 33, 1000}) {
                    update(first, pods(namespace, offset, ""));
                    update(second, pods(namespace, offset, "namespace,name,status"));
                    for (int i = 0; i < 15; i++) {
                        change();
                    }
                    for (Client client : List.of(there, own)) {
                        client.until("rows from " + offset + " of " + namespace, () -> client.last() != null && client.number("offset") == offset
                                && client.number("total") == total(namespace) && client.names().equals(expected(namespace, offset)));
                        assertThat(client.number("matched")).isEqualTo(total(namespace));
                    }
                    for (Client client : List.of(there, own)) {
                        client.until("counts", () -> client.count("error") == errors(namespace) && client.count("ok") == total(namespace) - errors(namespace));
                    }
                }
                // While the list is still being read, both are kept in order.
                new Client().until("no rows are kept in order for a client whose order is the store's", () -> first.ordered() == 0);
                new Client().until("all are for the other", () -> second.ordered() == total(namespace));
            }
        }
    }

    @Test
    void whoFiltersOrCountsByAColumnGetsAnOrderAndLeavesItAgain() {
        for (int i = 0; i < 80; i++) {
            change();
        }
        Client client = new Client();
        try (RowsChannel channel = open(client, pods("", 0, ""))) {
            client.until("rows", () -> client.last() != null && client.names().equals(expected("", 0)));
            update(channel, "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"filter\":{\"text\":\"shop\"},\"window\":{\"offset\":0,\"limit\":20}}");
            client.until("filtered", () -> client.names().equals(expected("shop", 0)) && client.number("matched") == total("shop"));
            assertThat(client.number("total")).isEqualTo(total(""));
            update(channel, "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"group\":\"status\",\"window\":{\"offset\":0,\"limit\":20}}");
            client.until("groups", () -> client.last() != null && client.last().get("groups").present() && client.number("matched") == total(""));
            assertThat(channel.ordered()).isEqualTo(total(""));
            update(channel, pods("", 3, ""));
            client.until("all again", () -> client.number("offset") == 3 && client.names().equals(expected("", 3)));
            assertThat(channel.ordered()).isZero();
            change();
            client.until("and live", () -> client.number("total") == total("") && client.names().equals(expected("", 3)));
        }
    }
}
