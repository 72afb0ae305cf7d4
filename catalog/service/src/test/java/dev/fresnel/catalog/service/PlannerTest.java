package dev.fresnel.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Headers;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.bundle.Passport;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.ledger.Kept;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class PlannerTest {
    private static final Build OLD = build("folder", "a.jar", "1.9.0", "d1");
    private static final Build NEW = build("folder", "b.jar", "1.10.0", "d2");
    private static final Build SHOP = build("official", "a-2.jar", "2.0.0", "d3");
    private static final Installed NOTHING = new Installed(0, "", Map.of());

    private static Build build(String source, String file, String version, String digest) {
        var entry = new Entry("a", version, "A", "", new Headers(Map.of()), digest, 1, "", List.of(), List.of(), Map.of(), List.of(), "", "", "");
        return new Build(new Passport("a", true, Version.parseVersion(version), entry), digest, source, file, 0);
    }

    private static Planner.Seen seen(Build build) {
        return new Planner.Seen(build.file(), Optional.of(build), false);
    }

    private static Planner.Seen refused(Build build) {
        return new Planner.Seen(build.file(), Optional.of(build), true);
    }

    private static Installed installed(Build build, UnaryOperator<Installed.Entry> more) {
        return NOTHING.with("a", more.apply(Installed.Entry.of(Kept.of(build))));
    }

    private static Installed installed(Build build) {
        return installed(build, entry -> entry);
    }

    private static Planner.Plan plan(List<Planner.Seen> files, Installed installed, Map<String, String> serving) {
        return plan(files, installed, serving, Map.of(), Set.of());
    }

    private static Planner.Plan plan(List<Planner.Seen> files, Installed installed, Map<String, String> serving, Map<String, List<String>> users, Set<String> busy) {
        return Planner.plan(new Planner.Situation(
                files, installed, serving,
                kept -> Stream.of(OLD, NEW, SHOP).filter(build -> build.digest().equals(kept.digest())).findFirst(),
                users, busy));
    }

    private static List<Build> wanted(Planner.Plan plan) {
        return plan.goals().stream().map(Planner.Goal::to).toList();
    }

    @Test
    void theNewestVersionWinsAndTheOtherIsSaid() {
        var plan = plan(List.of(seen(OLD), seen(NEW)), NOTHING, Map.of());
        assertThat(wanted(plan)).containsExactly(NEW);
        assertThat(plan.notes().get("a")).containsExactly("a.jar (1.9.0) holds this plugin too; b.jar is newer and is used");
        assertThat(plan(List.of(seen(OLD), seen(NEW)), installed(NEW), Map.of("a", "d2")).empty()).isTrue();
    }

    @Test
    void whatWasRefusedIsNotTriedAgainAndTakesNothingAway() {
        assertThat(wanted(plan(List.of(seen(OLD), refused(NEW)), NOTHING, Map.of()))).containsExactly(OLD);
        assertThat(plan(List.of(refused(NEW)), installed(OLD), Map.of("a", "d1")).empty()).isTrue();
    }

    @Test
    void atTheStartTheLastGoodBuildStandsReadyAndServesWhereTheFileMustNot() {
        var changed = plan(List.of(seen(NEW)), installed(OLD), Map.of());
        assertThat(changed.goals()).containsExactly(new Planner.Goal(NEW, List.of(OLD)));
        assertThat(wanted(plan(List.of(refused(NEW)), installed(OLD), Map.of()))).containsExactly(OLD);
        var unreadable = new Planner.Seen("a.jar", Optional.empty(), false);
        assertThat(wanted(plan(List.of(unreadable), installed(OLD), Map.of()))).containsExactly(OLD);
    }

    @Test
    void aPluginGoesWithItsLastFileButNotWhileThatIsBeingWritten() {
        assertThat(plan(List.of(), installed(OLD), Map.of("a", "d1")).leaving()).containsExactly("a");
        var writing = new Planner.Seen(OLD.file(), Optional.empty(), false);
        assertThat(plan(List.of(writing), installed(OLD), Map.of("a", "d1")).empty()).isTrue();
        var other = new Planner.Seen("other.jar", Optional.empty(), true);
        assertThat(plan(List.of(other), installed(OLD), Map.of("a", "d1")).leaving()).containsExactly("a");
        assertThat(plan(List.of(), installed(OLD), Map.of()).leaving()).as("deleted while nobody looked").containsExactly("a");
    }

    @Test
    void whatACatalogInstalledServesWithoutTheCatalogAndTheFolderWinsOverIt() {
        assertThat(wanted(plan(List.of(), installed(SHOP), Map.of()))).containsExactly(SHOP);
        var plan = plan(List.of(seen(OLD)), installed(SHOP), Map.of("a", "d3"));
        assertThat(wanted(plan)).containsExactly(OLD);
        assertThat(plan.notes().get("a")).containsExactly("the folder wins: a.jar is used, not 2.0.0 from official");
        Installed both = installed(SHOP, entry -> entry.serve(Kept.of(OLD)));
        assertThat(wanted(plan(List.of(), both, Map.of("a", "d1")))).as("the folder's file has gone").containsExactly(SHOP);
    }

    @Test
    void aPinHoldsAgainstTheFolderAndWhatIsOffStaysOff() {
        var pinned = plan(List.of(seen(NEW)), installed(OLD, entry -> entry.pinned(true)), Map.of("a", "d1"));
        assertThat(pinned.empty()).isTrue();
        assertThat(pinned.notes().get("a")).containsExactly("is pinned to 1.9.0; b.jar (1.10.0) waits until it is unpinned");
        var off = plan(List.of(seen(NEW)), installed(OLD, Installed.Entry::turnedOff), Map.of("a", "d1"));
        assertThat(off.leaving()).containsExactly("a");
        assertThat(plan(List.of(seen(NEW)), installed(OLD, Installed.Entry::turnedOff), Map.of()).empty()).isTrue();
    }

    @Test
    void nobodyTouchesWhatIsUsedOrWhatAnotherChangeIsAbout() {
        var used = plan(List.of(), installed(OLD), Map.of("a", "d1"), Map.of("a", List.of("b", "c")), Set.of());
        assertThat(used.empty()).isTrue();
        assertThat(used.notes().get("a")).containsExactly("is used by b, c and changes when nobody uses it any more");
        assertThat(plan(List.of(seen(NEW)), installed(OLD), Map.of("a", "d1"), Map.of(), Set.of("a")).empty()).isTrue();
    }
}
