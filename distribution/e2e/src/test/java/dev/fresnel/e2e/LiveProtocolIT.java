package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds §3 of {@code kernel/docs/interfaces.md}, the live protocol, against the running product and its demo cluster. */
class LiveProtocolIT {
    private static final String OWN = "live-protocol";
    private static final String CONFIGMAPS = "{\"clusters\":[\"demo\"],\"resource\":\"configmaps\",\"namespaces\":[\"" + OWN + "\"]}";

    private static Product product;
    private static TestHttp http;

    private LiveClient client;

    @BeforeAll
    static void start() {
        product = Product.start("--demo");
        http = product.http();
        Await.until("the demo cluster answers", () -> http.get("/k8s/demo/version").statusCode() == 200);
        write("POST", "/api/v1/namespaces", "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}".formatted(OWN));
        Await.until("what a controller puts into each namespace is there", () -> http.get("/k8s/demo" + own("configmaps", "kube-root-ca.crt")).statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @BeforeEach
    void connect() {
        client = product.live();
    }

    @AfterEach
    void leave() {
        client.close();
    }

    /** Changes the demo cluster through the pass-through. */
    private static JsonNode write(String method, String path, String body) {
        var type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        var answer = http.send(method, "/k8s/demo" + path, body, "Content-Type", type);
        assertThat(answer.statusCode()).as(method + " " + path + ": " + answer.body()).isBetween(200, 299);
        return TestHttp.parse(answer.body());
    }

    private static String create(String name, String labels) {
        var body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\",\"labels\":{%s}},\"data\":{\"a\":\"b\"}}".formatted(name, labels);
        var key = "demo/" + write("POST", own("configmaps", ""), body).at("/metadata/uid").asText();
        awaitListed("configmaps", name, true);
        return key;
    }

    /** A list that is watched already is told of a change a moment after whoever made it. */
    private static void awaitListed(String resource, String name, boolean there) {
        try (var own = product.live()) {
            Await.until(name + (there ? " is listed" : " is listed no more"), () -> {
                var channel = own.open("rows", CONFIGMAPS.replace("configmaps", resource));
                var listed = Shape.texts(channel.next("rows").path("rows"), "n").contains(name);
                channel.close();
                return listed == there;
            });
        }
    }

    private static String own(String resource, String name) {
        return "/api/v1/namespaces/" + OWN + "/" + resource + (name.isEmpty() ? "" : "/" + name);
    }

    private static void remove(String name) {
        write("DELETE", own("configmaps", name), "");
        awaitListed("configmaps", name, false);
    }

    /** One test for each channel type of the page; a type that nobody looks at fails. */
    @TestFactory
    Stream<DynamicTest> everyChannelTypeSpeaksAsWritten() {
        Map<String, Consumer<LiveClient>> checks = new TreeMap<>(Map.of(
                "rows", LiveProtocolIT::rows,
                "object", LiveProtocolIT::object,
                "clusters", LiveProtocolIT::clusters,
                "kinds", LiveProtocolIT::kinds,
                "counts", LiveProtocolIT::counts,
                "graph", LiveProtocolIT::graph,
                "search", LiveProtocolIT::search,
                "history", LiveProtocolIT::history,
                "plugins", LiveProtocolIT::plugins));
        assertThat(InterfacesPage.channels()).containsExactlyInAnyOrderElementsOf(checks.keySet());
        return checks.entrySet().stream().map(check -> DynamicTest.dynamicTest(check.getKey(), () -> {
            try (var own = product.live()) {
                check.getValue().accept(own);
            }
        }));
    }

    private static void rows(LiveClient client) {
        var channel = client.open("rows", "{\"clusters\":[\"demo\"],\"resource\":\"pods\",\"window\":{\"offset\":0,\"limit\":5}}");
        var ready = channel.next("ready");
        Shape.kind(ready.path("kind"));
        assertThat(ready.path("kind").path("kind").asText()).isEqualTo("Pod");
        ready.path("columns").forEach(column -> Shape.has(column, "id:STRING", "name:STRING", "type:STRING", "priority:NUMBER", "description:STRING"));
        assertThat(Shape.texts(ready.path("columns"), "id")).contains("name", "age", "status", "ready");
        var rows = channel.next("rows", data -> data.path("total").asInt() > 5);
        Shape.has(rows, "revision:STRING", "total:NUMBER", "matched:NUMBER", "offset:NUMBER", "counts:OBJECT", "rows:ARRAY");
        Shape.has(rows.path("counts"), "error:NUMBER", "warning:NUMBER", "waiting:NUMBER", "progress:NUMBER", "unknown:NUMBER", "off:NUMBER", "ok:NUMBER");
        assertThat(rows.path("counts").valueStream().mapToInt(JsonNode::asInt).sum()).isEqualTo(rows.path("matched").asInt());
        assertThat(rows.path("rows")).hasSize(5);
        rows.path("rows").forEach(row -> row(row, ready.path("columns").size()));
        Await.until("it is said that the list is whole", () -> channel.frames().stream()
                .anyMatch(frame -> frame.path("t").asText().equals("age") && frame.at("/d/state").asText().equals("live")));
        channel.frames().stream().filter(frame -> frame.path("t").asText().equals("age"))
                .forEach(frame -> Shape.has(frame.path("d"), "cluster:STRING", "state:STRING", "since:NUMBER"));
    }

    private static void row(JsonNode row, int columns) {
        Shape.has(row, "k:STRING", "c:STRING", "ns:STRING", "n:STRING", "u:STRING", "t:NUMBER", "cells:ARRAY", "s:STRING", "r:STRING?", "d:NUMBER?", "times:OBJECT?");
        assertThat(row.path("k").asText()).isEqualTo(row.path("c").asText() + "/" + row.path("u").asText());
        assertThat(row.path("cells")).hasSize(columns);
        assertThat(row.path("s").asText()).isIn("ok", "error", "warning", "waiting", "progress", "unknown", "off");
        row.path("times").forEach(times -> times.forEach(time -> {
            assertThat(time.path(0).isTextual()).isTrue();
            assertThat(time.path(1).isIntegralNumber()).isTrue();
        }));
    }

    private static void graph(LiveClient client) {
        var channel = client.open("graph", "{\"clusters\":[\"demo\"],\"auto\":true,\"limit\":50}");
        var picture = channel.next("data", data -> data.path("whole").asBoolean());
        Shape.has(picture, "cluster:STRING", "whole:BOOLEAN", "info:OBJECT", "groups:ARRAY", "nodes:ARRAY", "edges:ARRAY");
        var changed = channel.next("data", data -> data.path("nodes").size() > 0);
        Shape.has(picture.path("info"), "state:STRING", "detail:STRING", "objects:NUMBER", "pods:NUMBER", "cards:NUMBER", "counts:OBJECT", "kinds:OBJECT", "hidden:ARRAY");
        changed.path("groups").forEach(tile -> Shape.has(
                tile, "id:STRING", "key:STRING", "s:STRING", "r:STRING", "objects:NUMBER", "pods:NUMBER", "counts:OBJECT", "cards:NUMBER", "drawn:NUMBER", "open:BOOLEAN", "troubled:NUMBER"));
        changed.path("nodes").forEach(card -> Shape.has(
                card, "id:STRING", "g:STRING", "k:STRING", "kind:STRING", "ns:STRING", "n:STRING", "u:STRING", "s:STRING", "r:STRING", "y:STRING", "t:NUMBER", "pods:NUMBER",
                "squares:STRING", "parts:OBJECT"));
        Await.until("all is loaded", () -> channel.frames().stream().anyMatch(frame -> frame.at("/d/info/state").asText().equals("live")));
        channel.update("{\"clusters\":[\"demo\"],\"group\":\"nonsense\"}");
        channel.next("problem");
        channel.update("{\"clusters\":[\"demo\"]}");
        channel.next("data", data -> data.path("whole").asBoolean() && data.path("groups").size() > 3 && data.path("nodes").isEmpty());
    }

    private static void search(LiveClient client) {
        create("needle-in-hay", "\"app\":\"barn\"");
        var channel = client.open("search", "{\"q\":\"needle\",\"clusters\":[\"demo\"],\"limit\":5}");
        var found = channel.next("data", data -> data.path("complete").asBoolean() && data.path("results").size() > 0);
        Shape.found(found);
        assertThat(found.at("/results/0/name").asText()).isEqualTo("needle-in-hay");
        assertThat(found.at("/results/0/resource").asText()).isEqualTo("configmaps");
        assertThat(Shape.texts(found.at("/covered/demo"))).contains("pods", "configmaps");
        channel.update("{\"q\":\"app=barn\",\"clusters\":[\"demo\"]}");
        channel.next("data", data -> data.at("/results/0/why").asText().equals("label"));
        remove("needle-in-hay");
    }

    @Test
    void columnsOfOursGroupsAndFigures() {
        var params = "{\"clusters\":[\"demo\"],\"resource\":\"pods\",\"columns\":[\"name\",\"owner\",\"cpu\",\"memory\",\"path:.spec.nodeName\"],\"sort\":\"-memory\",\"group\":\"namespace\",\"window\":{\"limit\":5}}";
        var channel = client.open("rows", params);
        var ready = channel.next("ready");
        assertThat(Shape.texts(ready.path("columns"), "id")).containsExactly("name", "owner", "cpu", "memory", "path:.spec.nodeName");
        assertThat(ready.at("/columns/1/own").asBoolean()).isTrue();
        assertThat(Shape.texts(ready.path("offers"), "id")).contains("name", "status", "ip", "cpu", "memory", "last-restart", "owner", "labels");
        var rows = channel.next("rows");
        rows.path("groups").forEach(group -> Shape.has(group, "key:STRING", "total:NUMBER", "counts:OBJECT"));
        assertThat(rows.path("groups").valueStream().mapToInt(group -> group.path("total").asInt()).sum()).isEqualTo(rows.path("matched").asInt());
        var delta = channel.next("delta", data -> data.path("rows").valueStream().anyMatch(row -> row.at("/usage/2/used").isNumber()));
        var row = delta.path("rows").valueStream().filter(one -> one.at("/usage/2/used").isNumber()).findFirst().orElseThrow();
        assertThat(row.path("cells").get(2).asText()).matches("\\d+m");
        assertThat(row.path("cells").get(3).asText()).matches("\\d+Mi");
    }

    @Test
    void whoComesBackIsToldOnlyWhatChanged() {
        create("stays", "");
        var channel = client.open("rows", CONFIGMAPS);
        var revision = channel.next("rows", data -> Shape.texts(data.path("rows"), "n").contains("stays")).path("revision").asText();
        client.close();
        var key = create("came", "");
        try (var again = product.live()) {
            var resumed = again.open("rows", CONFIGMAPS, ",\"resume\":\"" + revision + "\"");
            assertThat(resumed.next("ready").path("resumed").asBoolean()).isTrue();
            var delta = resumed.next("delta", data -> Shape.texts(data.path("order")).contains(key));
            assertThat(Shape.texts(delta.path("rows"), "n")).contains("came").doesNotContain("stays");
            assertThat(resumed.heard("rows")).isFalse();
            var other = again.open("rows", CONFIGMAPS.replace("}", ",\"wide\":true}"), ",\"resume\":\"" + revision + "\"");
            assertThat(other.next("ready").has("resumed")).as("another question").isFalse();
            other.next("rows");
            var moved = again.open("rows", CONFIGMAPS, ",\"resume\":\"" + delta.path("revision").asText() + "\"");
            assertThat(moved.next("ready").path("resumed").asBoolean()).isTrue();
            assertThat(resumed.next("closed").path("reason").asText()).isEqualTo("replaced");
        }
        remove("stays");
        remove("came");
    }

    private static void object(LiveClient client) {
        create("seen", "");
        var channel = client.open("object", "{\"cluster\":\"demo\",\"resource\":\"configmaps\",\"namespace\":\"%s\",\"name\":\"seen\"}".formatted(OWN));
        channel.next("data", data -> data.at("/object/data/a").asText().equals("b"));
        write("PATCH", own("configmaps", "seen"), "{\"data\":{\"a\":\"c\"}}");
        channel.next("data", data -> data.at("/object/data/a").asText().equals("c"));
        remove("seen");
        channel.next("data", data -> data.path("deleted").asBoolean());
    }

    private static void history(LiveClient client) {
        create("told", "");
        client.open("rows", CONFIGMAPS).next("rows", data -> Shape.texts(data.path("rows"), "n").contains("told"));
        var channel = client.open("history", "{\"cluster\":\"demo\",\"resource\":\"configmaps\",\"namespace\":\"%s\",\"name\":\"told\"}".formatted(OWN));
        channel.next("data", data -> data.path("state").asText().equals("recording") && data.path("whole").asBoolean());
        // what comes within a second of the creation is summed up with it
        write("PATCH", own("configmaps", "told"), "{\"data\":{\"a\":\"first\"}}");
        channel.next("data", frame -> !frame.path("entries").isEmpty());
        write("PATCH", own("configmaps", "told"), "{\"data\":{\"a\":\"c\",\"password\":\"canary\"}}");
        var data = channel.next("data", frame -> frame.at("/entries/0/change/what").asText().equals("changed")
                && frame.at("/entries/0/change/differences").toString().contains(".data.password"));
        Shape.has(data, "whole:BOOLEAN", "state:STRING", "since:NUMBER", "gaps:ARRAY", "entries:ARRAY");
        var change = data.at("/entries/0/change");
        Shape.has(change, "what:STRING", "count:NUMBER", "between:BOOLEAN", "since:NUMBER", "by:ARRAY", "differences:ARRAY", "more:NUMBER", "large:BOOLEAN");
        var field = Shape.find(change.path("differences"), "path", ".data.a");
        assertThat(field.path("before").asText()).isIn("\"b\"", "\"first\"");
        assertThat(field.path("after").asText()).isEqualTo("\"c\"");
        assertThat(change.toString()).contains(".data.password").doesNotContain("canary");
        remove("told");
        channel.next("data", frame -> frame.at("/entries/0/change/what").asText().equals("deleted"));
    }

    private static void clusters(LiveClient client) {
        var data = client.open("clusters", "{}").next("data");
        data.path("clusters").forEach(Shape::cluster);
        assertThat(Shape.texts(data.path("clusters"), "id")).contains("demo");
    }

    private static void kinds(LiveClient client) {
        var data = client.open("kinds", "{\"cluster\":\"demo\"}").next("data", kinds -> kinds.path("kinds").size() > 0);
        data.path("kinds").forEach(Shape::kind);
        assertThat(data.path("problems").isArray()).isTrue();
    }

    private static void counts(LiveClient client) {
        create("counted", "");
        var channel = client.open("counts", "{\"cluster\":\"demo\",\"resources\":[\"pods\",\"configmaps\"],\"namespaces\":[\"%s\"]}".formatted(OWN));
        var before = http.json("/k8s/demo" + own("configmaps", "")).path("items").size();
        var counts = channel.next("data", data -> data.at("/counts/configmaps/total").asInt() == before && data.at("/counts/pods/total").isNumber()).path("counts");
        Shape.has(counts.path("pods"), "total:NUMBER", "error:NUMBER", "warning:NUMBER");
        assertThat(counts.at("/pods/total").asInt()).isZero();
        remove("counted");
        channel.next("data", data -> data.at("/counts/configmaps/total").asInt() == before - 1);
    }

    private static void plugins(LiveClient client) {
        var data = client.open("plugins", "{}").next("data", plugins -> plugins.path("modules").size() > 0);
        Shape.has(data, "epoch:NUMBER", "sdk:STRING", "modules:ARRAY");
        var module = Shape.find(data.path("modules"), "id", "resources");
        Shape.has(module, "id:STRING", "title:STRING", "version:STRING", "digest:STRING", "base:STRING", "css:ARRAY", "contributions:OBJECT", "messages:OBJECT");
        Shape.has(module.path("messages"), "en:OBJECT", "ja:OBJECT");
        assertThat(module.path("base").asText()).matches("/ui/m/resources/[0-9a-f]+/");
        assertThat(module.path("contributions").path("contract").asInt()).isEqualTo(1);
    }

    @Test
    void aChangeIsADelta() {
        create("first", "");
        var channel = client.open("rows", CONFIGMAPS);
        var rows = channel.next("rows", data -> Shape.texts(data.path("rows"), "n").contains("first"));
        var key = create("second", "");
        var delta = channel.next("delta", data -> Shape.texts(data.path("rows"), "n").contains("second"));
        assertThat(delta.path("total").asInt()).isEqualTo(rows.path("total").asInt() + 1);
        assertThat(Shape.texts(delta.path("order"))).contains(key).hasSize(delta.path("matched").asInt());
        assertThat(Shape.texts(delta.path("rows"), "k")).as("only what is new").containsExactly(key);
        remove("second");
        var gone = channel.next("delta", data -> data.has("order") && !Shape.texts(data.path("order")).contains(key));
        assertThat(gone.path("total").asInt()).isEqualTo(rows.path("total").asInt());
        remove("first");
    }

    @Test
    void anUpdateReplacesWindowSortAndFilter() {
        create("a-one", "\"tier\":\"front\"");
        create("b-two", "\"tier\":\"back\"");
        var channel = client.open("rows", CONFIGMAPS);
        channel.next("rows", data -> Shape.texts(data.path("rows"), "n").containsAll(List.of("a-one", "b-two")));
        channel.update(with("\"filter\":{\"labels\":\"tier in (front,back)\"},\"sort\":\"-name\""));
        assertThat(Shape.texts(channel.next("rows").path("rows"), "n")).containsExactly("b-two", "a-one");
        channel.update(with("\"filter\":{\"text\":\"a-on\"}"));
        var filtered = channel.next("rows");
        assertThat(Shape.texts(filtered.path("rows"), "n")).containsExactly("a-one");
        assertThat(filtered.path("matched").asInt()).isEqualTo(1);
        assertThat(filtered.path("total").asInt()).isGreaterThan(1);
        channel.update(with("\"filter\":{\"labels\":\"tier\"},\"window\":{\"offset\":1,\"limit\":1}"));
        var second = channel.next("rows");
        assertThat(Shape.texts(second.path("rows"), "n")).containsExactly("b-two");
        assertThat(second.path("offset").asInt()).isEqualTo(1);
        remove("a-one");
        remove("b-two");
    }

    private static String with(String more) {
        return CONFIGMAPS.substring(0, CONFIGMAPS.length() - 1) + "," + more + "}";
    }

    @Test
    void nothingIsSentWithoutCredit() {
        create("waiting", "");
        var thrifty = client.open("rows", CONFIGMAPS, ",\"credit\":1");
        var other = client.open("rows", CONFIGMAPS);
        other.next("rows");
        assertThat(thrifty.frames()).as("one frame takes the credit below 0").hasSizeLessThanOrEqualTo(1);
        assertThat(thrifty.heard("rows")).isFalse();
        thrifty.credit(65536);
        thrifty.next("rows");
        remove("waiting");
    }

    @Test
    void aChannelThatIsClosedSaysSoAndIsSilent() {
        var channel = client.open("rows", CONFIGMAPS);
        channel.next("rows");
        channel.close();
        assertThat(channel.next("closed").path("reason").asText()).isEqualTo("client");
        var frames = channel.frames().size();
        var other = client.open("rows", CONFIGMAPS);
        other.next("rows");
        create("late", "");
        other.next("delta");
        assertThat(channel.frames()).hasSize(frames);
        remove("late");
    }

    @Test
    void whatTheServerDoesNotKnowIsIgnored() {
        client.send("{\"ch\":1,\"t\":\"sing\",\"song\":1}");
        client.send("{\"ch\":9,\"t\":\"update\",\"params\":{}}");
        var channel = client.open("clusters", "{\"later\":true}", ",\"later\":{\"x\":[1]}");
        channel.next("data");
        assertThat(client.connection().frames()).isEmpty();
    }

    @Test
    void aMistakeIsAProblemAndCostsOnlyItself() {
        var unknown = client.open("nothing", "{}");
        assertThat(unknown.next("problem").path("code").asText()).isEqualTo("CHANNEL_UNKNOWN");
        assertThat(unknown.next("closed").path("reason").asText()).isEqualTo("gone");
        var kind = client.open("rows", "{\"clusters\":[\"demo\"],\"resource\":\"nothings.example.com\"}");
        assertThat(kind.next("closed").path("reason").asText()).isEqualTo("gone");
        var wrong = client.open("rows", "{}");
        assertThat(wrong.next("problem").path("kind").asText()).isEqualTo("INVALID");
        client.send("no json");
        assertThat(client.connection().next("problem").path("status").asInt()).isEqualTo(400);
        client.open("clusters", "{}").next("data");
    }

    @Test
    void tooManyChannelsAreRefusedOneByOne() {
        var channels = Stream.generate(() -> client.open("clusters", "{}")).limit(201).toList();
        assertThat(channels.getLast().next("closed").path("reason").asText()).isEqualTo("limit");
        channels.getFirst().next("data");
    }

    @Test
    void aSecretsValuesAreNeverSent() {
        var secret = "Y2FuYXJ5LXZhbHVl";
        write("POST", own("secrets", ""), "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"hidden\"},\"data\":{\"password\":\"%s\"}}".formatted(secret));
        awaitListed("secrets", "hidden", true);
        var rows = client.open("rows", CONFIGMAPS.replace("configmaps", "secrets"));
        rows.next("rows", data -> Shape.texts(data.path("rows"), "n").contains("hidden"));
        var object = client.open("object", "{\"cluster\":\"demo\",\"resource\":\"secrets\",\"namespace\":\"%s\",\"name\":\"hidden\"}".formatted(OWN));
        var shown = object.next("data", data -> data.at("/object/dataKeys").isArray() || data.path("dataKeys").isArray());
        var key = Shape.find(shown.at("/object/dataKeys").isArray() ? shown.at("/object/dataKeys") : shown.path("dataKeys"), "key", "password");
        assertThat(key.path("bytes").asInt()).isEqualTo("canary-value".length());
        assertThat(client.frames().toString()).doesNotContain(secret, "canary-value");
        write("DELETE", own("secrets", "hidden"), "");
    }
}
