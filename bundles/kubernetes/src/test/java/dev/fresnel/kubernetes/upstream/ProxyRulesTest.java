package dev.fresnel.kubernetes.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.Server;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyRulesTest {
    private static boolean proxied(String url, String noProxy) {
        var rules = new ProxyRules(Map.of("HTTPS_PROXY", "http://proxy:3128", "no_proxy", noProxy));
        return rules.proxyTo(Server.at(url)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "https://api.acme.com:6443 | ''                    | true",
        "https://api.acme.com:6443 | acme.com              | false",
        "https://api.acme.com:6443 | .acme.com             | false",
        "https://api.acme.com:6443 | *.acme.com            | false",
        "https://acme.com          | .acme.com             | true",
        "https://notacme.com       | acme.com              | true",
        "https://api.acme.com:6443 | acme.com:6443         | false",
        "https://api.acme.com:6443 | acme.com:443          | true",
        "https://10.1.2.3:6443     | 10.0.0.0/8            | false",
        "https://10.1.2.3:6443     | 10.2.0.0/16           | true",
        "https://10.1.2.3:6443     | x, 10.1.2.3           | false",
        "https://[fd00::1]:6443    | fd00::/8              | false",
        "https://api.acme.com      | *                     | false",
        "https://localhost:6443    | ''                    | false",
        "https://127.0.0.1:6443    | ''                    | false",
        "http://api.acme.com       | ''                    | false",
    })
    void environmentAsInGo(String url, String noProxy, boolean expected) {
        assertThat(proxied(url, noProxy)).isEqualTo(expected);
    }

    @Test
    void kubeconfigWinsAndMayCarryCredentials() {
        var rules = new ProxyRules(Map.of("HTTPS_PROXY", "http://other:1", "NO_PROXY", "*"));
        var proxy = rules.proxyTo(new Server("https://api", null, "", false, "", "http://me:p%40ss@mine:8080")).orElseThrow();
        assertThat(proxy.host()).isEqualTo("mine");
        assertThat(proxy.port()).isEqualTo(8080);
        assertThat(proxy.authorization()).isEqualTo("Basic bWU6cEBzcw==");
    }

    @Test
    void unusableProxiesAreNamed() {
        var rules = new ProxyRules(Map.of("HTTPS_PROXY", "ftp://secure:1"));
        assertThatThrownBy(() -> rules.proxyTo(Server.at("https://api")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageContaining("http://, https:// and socks5://");
    }
}
