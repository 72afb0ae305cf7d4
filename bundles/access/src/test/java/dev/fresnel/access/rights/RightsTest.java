package dev.fresnel.access.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.access.home.FakeServers;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RightsTest {
    private final FakeServers servers = new FakeServers();
    private final List<Audit.Line> lines = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final Rights rights = new Rights(servers.asked(), lines::add, clock::get);

    private static Principal bearer(String token) {
        return new Principal("key-" + token, token, Principal.Door.BEARER, Optional.of(token));
    }

    private static Principal local(Principal.Door door) {
        return new Principal("local", "local", door, Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(Principal.Door.class)
    void theLocalUserMayDoEverythingAndIsAskedNowhere(Principal.Door door) {
        boolean somebody = door != Principal.Door.NONE && door != Principal.Door.GUEST;
        assertThat(rights.may(local(door), "update", "plugins")).isEqualTo(somebody);
        assertThat(servers.calls).hasValue(0);
    }

    @Test
    void ofOthersTheHomeClusterSaysItWithTheirOwnCredential() {
        servers.users.put("first admin", "admin");
        servers.users.put("first viewer", "viewer");
        servers.rights.add("admin update plugins");
        assertThat(rights.may(bearer("admin"), "update", "plugins")).isTrue();
        assertThat(rights.may(bearer("admin"), "get", "audit")).isFalse();
        assertThat(rights.may(bearer("viewer"), "update", "plugins")).isFalse();
        assertThat(servers.seen).containsExactlyInAnyOrder("first admin", "first viewer");
        assertThatThrownBy(() -> rights.may(bearer("nobody"), "update", "plugins"))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED));
    }

    @Test
    void anotherHomeClusterCanBeChosen() {
        servers.users.put("second admin", "admin");
        servers.rights.add("admin get insight");
        assertThat(new Rights(servers.asked("second"), lines::add).may(bearer("admin"), "get", "insight")).isTrue();
    }

    @Test
    void anAnswerHoldsForSecondsAndForNobodyElse() {
        servers.users.put("first a", "a");
        servers.users.put("first b", "b");
        servers.rights.add("a get audit");
        for (int time = 0; time < 10; time++) {
            assertThat(rights.may(bearer("a"), "get", "audit")).isTrue();
        }
        assertThat(servers.calls).hasValue(1);
        assertThat(rights.may(bearer("b"), "get", "audit")).isFalse();
        servers.rights.clear();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
        assertThat(rights.may(bearer("a"), "get", "audit")).isFalse();
    }

    @Test
    void aRefusalNamesTheRightAndIsWrittenDown() {
        servers.users.put("first viewer", "viewer");
        assertThatThrownBy(() -> rights.require(bearer("viewer"), "update", "plugins"))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN))
                .hasMessageContaining("update plugins");
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.result()).isEqualTo(Audit.Result.REFUSED);
            assertThat(line.object()).isEqualTo("plugins");
            assertThat(line.who()).isEqualTo(bearer("viewer"));
        });
    }

    @Test
    void aClusterThatIsDownGrantsNothing() {
        servers.down = true;
        assertThatThrownBy(() -> rights.may(bearer("a"), "get", "audit")).isInstanceOf(Problem.class);
    }
}
