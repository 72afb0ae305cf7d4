package dev.fresnel.http.server;

import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.audit.Audit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A real server between a client and an API server that plays its part by the byte. */
@Timeout(180)
abstract class TunnelCase {
    final List<Audit.Line> lines = new CopyOnWriteArrayList<>();
    FakeApiServer api;
    TestServer server;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApiServer(talk -> {
            talk.body();
            talk.ok("{}");
            return true;
        });
        server = start(Settings.Clusters.OPEN);
    }

    TestServer start(Settings.Clusters rules) throws IOException {
        var one = new TestServer(new Settings("127.0.0.1", 0, "", Optional.empty(), List.of(), List.of(), 0, Optional.empty(), dev.fresnel.http.edge.Limits.NONE, rules));
        one.parts.upstreams(api);
        one.parts.audit(lines::add);
        return one;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        api.close();
    }

    String lastHead() {
        return api.heads.getLast();
    }
}
