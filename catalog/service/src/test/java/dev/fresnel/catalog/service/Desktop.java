package dev.fresnel.catalog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Permissions;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.switchboard.Board;
import dev.fresnel.switchboard.FelixBox;
import dev.fresnel.switchboard.PluginJar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** A catalog in a real Felix, with its REST interface, for tests. */
final class Desktop implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Path home;
    final Path folder;
    final FelixBox felix;
    final Board board;
    final List<Audit.Line> audit = new CopyOnWriteArrayList<>();
    volatile boolean allowed = true;
    List<String> catalogs = List.of();
    boolean inCluster;
    Duration goodTime = Duration.ofSeconds(2);
    Catalog catalog;
    private CatalogEndpoint endpoint;
    private JsonCodec json;

    Desktop(Path home) throws Exception {
        this(home, felix -> new Board(felix.context(), felix.components));
    }

    /** Where builds take their time, and none is refused for it. */
    static Desktop patient(Path home) throws Exception {
        return new Desktop(home, felix -> felix.board(Duration.ofMinutes(10)));
    }

    private Desktop(Path home, Function<FelixBox, Board> boards) throws Exception {
        this.home = home;
        folder = Files.createDirectories(home.resolve("plugins"));
        felix = new FelixBox(home.resolve("felix"));
        felix.provideJson();
        board = boards.apply(felix);
    }

    Desktop start() throws Exception {
        return start(Sources.OPENERS);
    }

    Desktop start(Shop.Openers openers) throws Exception {
        json = felix.service(JsonCodec.class);
        catalog = new Catalog(felix.context(), board, json, audit::add, new Settings(List.of(folder), catalogs, home.resolve("data"), true, inCluster, goodTime), openers);
        endpoint = new CatalogEndpoint(catalog, json, permissions(), audit::add);
        return this;
    }

    /** The catalog alone stops and starts; the framework stays. */
    void restart() throws Exception {
        catalog.close();
        var gone = new java.util.HashMap<String, Optional<Generation>>();
        board.table().serving().forEach((id, generation) -> gone.put(id, Optional.empty()));
        var before = board.table().serving().values();
        board.swap(gone);
        before.forEach(board::retire);
        start();
    }

    private Permissions permissions() {
        return new Permissions() {
            @Override
            public boolean may(Principal principal, String verb, String resource) {
                return allowed;
            }

            @Override
            public void require(Principal principal, String verb, String resource) {
                if (!allowed) {
                    audit.add(new Audit.Line(principal, "fresnel." + verb, "", resource, Audit.Result.REFUSED, 403, java.util.Map.of()));
                    throw new Problem(Problem.Kind.FORBIDDEN, "RIGHT_MISSING", "You need the right to " + verb + " " + resource + ".");
                }
            }
        };
    }

    /** What a request is answered with. */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) {
        return send(Method.GET, path, new byte[0]);
    }

    Answer post(String path, String body) {
        return send(Method.POST, path, body.getBytes(UTF_8));
    }

    Answer put(String path, String body) {
        return send(Method.PUT, path, body.getBytes(UTF_8));
    }

    Answer send(Method method, String path, byte[] body) {
        String plain = path.replaceFirst("\\?.*", "");
        String query = path.contains("?") ? path.substring(path.indexOf('?') + 1) : "";
        RootRequest request = (RootRequest) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {RootRequest.class}, (self, called, arguments) -> switch (called.getName()) {
            case "method" -> method;
            case "path" -> plain;
            case "body" -> new ByteArrayInputStream(body);
            case "query" -> Arrays.stream(query.split("&")).filter(part -> part.startsWith(arguments[0] + "=")).map(part -> part.substring(part.indexOf('=') + 1)).findFirst();
            case "principal" -> new Principal("k", "admin", Principal.Door.LOCAL, Optional.empty());
            default -> throw new UnsupportedOperationException(called.getName());
        });
        try {
            Response response = endpoint.handle(request);
            Object value = response.body() instanceof Response.Value(Object known) ? known : java.util.Map.of();
            return new Answer(response.status(), MAPPER.readTree(json.write(value)));
        } catch (Problem e) {
            return new Answer(e.kind().status(), MAPPER.valueToTree(java.util.Map.of("code", e.code(), "detail", e.text(), "args", e.args())));
        } catch (Exception e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** Uploads a file and returns its id. */
    String upload(Path jar) throws IOException {
        Answer answer = send(Method.POST, "/api/v1/catalog/upload?name=" + jar.getFileName(), Files.readAllBytes(jar));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    /** Once what runs has been written down. */
    Answer plan(String changes) {
        try {
            await("nothing changes", () -> catalog.desk().busy().isEmpty());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return post("/api/v1/catalog/plans", "{\"changes\":[" + changes + "]}");
    }

    /** Plans and applies; returns the operation once it has ended. */
    JsonNode change(String changes, String... consent) throws Exception {
        Answer plan = plan(changes);
        assertThat(plan.status()).as(plan.toString()).isEqualTo(201);
        assertThat(plan.body().path("ok").asBoolean()).as(plan.toString()).isTrue();
        return apply(plan.body().path("id").asText(), consent);
    }

    JsonNode apply(String plan, String... consent) throws Exception {
        Answer answer = post("/api/v1/catalog/plans/" + plan + "/apply", MAPPER.writeValueAsString(java.util.Map.of("consent", consent)));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        String operation = "/api/v1/catalog/operations/" + answer.body().path("id").asText();
        await("the operation ends", () -> !get(operation).body().path("state").asText().equals("RUNNING"));
        return get(operation).body();
    }

    Path jar(String id, String version, String answer) throws Exception {
        return PluginJar.of(id).version(version).answers(answer).build(home);
    }

    void drop(Path jar, String name) throws IOException {
        Path part = Files.copy(jar, folder.resolve("." + name + ".part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    String answer(String id) {
        Generation generation = board.table().serving().get(id);
        if (generation == null) {
            return "";
        }
        try {
            Response response = generation.extensions(Endpoint.class).getFirst().value().handle(null);
            return new String(((Response.Bytes) response.body()).bytes(), UTF_8);
        } catch (Exception e) {
            return e.toString();
        }
    }

    long installed() {
        return Arrays.stream(felix.context().getBundles()).filter(b -> b.getLocation().startsWith(Switchboard.LOCATION)).count();
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(() -> what + ": " + catalog.list() + "\n" + catalog.ledger().journal().marks()).isLessThan(end);
            LockSupport.parkNanos(2_000_000); // a test that waits must not take a processor from what it waits for
        }
    }

    @Override
    public void close() throws Exception {
        if (catalog != null) {
            catalog.close();
        }
        board.close();
        felix.close();
    }
}
