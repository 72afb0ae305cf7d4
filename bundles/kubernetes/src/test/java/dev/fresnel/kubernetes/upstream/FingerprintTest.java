package dev.fresnel.kubernetes.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.kubernetes.kubeconfig.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintTest {
    private static final ProxyRules NO_PROXY = new ProxyRules(Map.of());

    @TempDir
    Path folder;

    private static String of(Server server) {
        return Fingerprint.of(server, NO_PROXY);
    }

    @Test
    void everyPartOfTheWayCounts() throws IOException {
        Path authority = Files.writeString(folder.resolve("ca"), "one");
        List<Server> all = List.of(
                Server.at("https://a"),
                Server.at("https://b"),
                new Server("https://a", null, "", true, "", ""),
                new Server("https://a", authority, "", false, "", ""),
                new Server("https://a", null, "", false, "name", ""),
                new Server("https://a", null, "", false, "", "http://proxy:1"));
        Set<String> seen = new HashSet<>();
        assertThat(all).allSatisfy(server -> assertThat(seen.add(of(server))).isTrue());
        assertThat(Fingerprint.of(Server.at("https://a"), new ProxyRules(Map.of("HTTPS_PROXY", "http://proxy:2")))).isNotIn(seen);
        assertThat(of(Server.at("https://a"))).isIn(seen).hasSize(64);
    }

    @Test
    void anAuthorityIsItsBytesWhereverTheyStand() throws IOException {
        Path authority = Files.writeString(folder.resolve("ca"), "one");
        String data = Base64.getEncoder().encodeToString("one".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Server file = new Server("https://a", authority, "", false, "", "");
        assertThat(of(file)).isEqualTo(of(new Server("https://a", null, data, false, "", "")));
        String before = of(file);
        Files.writeString(authority, "two");
        assertThat(of(file)).isNotEqualTo(before);
    }

    @Test
    void whatCannotBeToldIsNothing() {
        assertThat(of(new Server("https://a", folder.resolve("none"), "", false, "", ""))).isEmpty();
        assertThat(of(new Server("https://a", null, "", false, "", "ftp://x"))).isEmpty();
    }
}
