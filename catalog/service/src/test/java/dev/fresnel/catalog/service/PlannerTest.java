package dev.fresnel.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class PlannerTest {
    private static Candidate candidate(String file, String id, String version, String digest) {
        return new Candidate(Path.of(file), new Passport(id, id, "", Version.parseVersion(version)), digest, 0);
    }

    private static Planner.Seen seen(Candidate candidate) {
        return new Planner.Seen(candidate.file(), Optional.of(candidate), false);
    }

    private static Planner.Seen refused(Candidate candidate) {
        return new Planner.Seen(candidate.file(), Optional.of(candidate), true);
    }

    private static final Candidate OLD = candidate("a.jar", "a", "1.9.0", "d1");
    private static final Candidate NEW = candidate("b.jar", "a", "1.10.0", "d2");

    @Test
    void theNewestVersionWinsAndTheOtherIsSaid() {
        var plan = Planner.plan(List.of(seen(OLD), seen(NEW)), Map.of());
        assertThat(plan.install()).containsExactly(NEW);
        assertThat(plan.notes().get("a")).containsExactly("a.jar (1.9.0) holds this plugin too; b.jar is newer and is used");
        assertThat(Planner.plan(List.of(seen(OLD), seen(NEW)), Map.of("a", new Planner.Serving("d2", NEW.file()))).empty()).isTrue();
    }

    @Test
    void whatWasRefusedIsNotTriedAgainAndTakesNothingAway() {
        assertThat(Planner.plan(List.of(seen(OLD), refused(NEW)), Map.of()).install()).containsExactly(OLD);
        assertThat(Planner.plan(List.of(refused(NEW)), Map.of("a", new Planner.Serving("d1", OLD.file()))).empty()).isTrue();
    }

    @Test
    void aPluginGoesWithItsLastFileButNotWhileThatIsBeingWritten() {
        var serving = Map.of("a", new Planner.Serving("d1", OLD.file()));
        assertThat(Planner.plan(List.of(), serving).remove()).containsExactly("a");
        var writing = new Planner.Seen(OLD.file(), Optional.empty(), false);
        assertThat(Planner.plan(List.of(writing), serving).empty()).isTrue();
        var other = new Planner.Seen(Path.of("other.jar"), Optional.empty(), true);
        assertThat(Planner.plan(List.of(other), serving).remove()).containsExactly("a");
    }
}
