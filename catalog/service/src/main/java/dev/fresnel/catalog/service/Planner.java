package dev.fresnel.catalog.service;

import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.ledger.Kept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides from the folders, from what is installed and from what serves what has to change; touches nothing. */
final class Planner {
    private static final Comparator<Build> BEST_FIRST = Comparator.comparing((Build build) -> build.passport().version())
            .thenComparing(Build::modified)
            .thenComparing(Build::file)
            .reversed();

    private final Situation now;
    private final Map<String, List<Build>> files;
    private final List<Goal> goals = new ArrayList<>();
    private final List<String> leaving = new ArrayList<>();
    private final Map<String, List<String>> notes = new TreeMap<>();

    private Planner(Situation situation) {
        now = situation;
        files = situation.files().stream()
                .flatMap(seen -> seen.build().stream())
                .sorted(BEST_FIRST)
                .collect(Collectors.groupingBy(Build::id, TreeMap::new, Collectors.toList()));
    }

    /**
     * A file of the folder.
     *
     * @param build empty while it is not readable, or when it is no plugin
     * @param refused it was tried and must not serve
     */
    record Seen(String file, Optional<Build> build, boolean refused) {}

    /**
     * All that counts.
     *
     * @param serving digests by id
     * @param stored reads a build of the store; empty when it is not there or must not be tried
     * @param users who is wired to a bundle that is no plugin, by its id
     * @param busy ids that somebody changes right now
     */
    record Situation(
            List<Seen> files,
            Installed installed,
            Map<String, String> serving,
            Function<Kept, Optional<Build>> stored,
            Map<String, List<String>> users,
            Set<String> busy) {}

    /**
     * A build that shall serve.
     *
     * @param fallbacks what may serve instead while nothing does, best first
     */
    record Goal(Build to, List<Build> fallbacks) {}

    /**
     * What to do.
     *
     * @param goals at most one for each plugin
     * @param leaving plugins that shall not serve any more
     * @param notes what one should know of a plugin, by its id
     */
    record Plan(List<Goal> goals, List<String> leaving, Map<String, List<String>> notes) {
        boolean empty() {
            return goals.isEmpty() && leaving.isEmpty();
        }
    }

    static Plan plan(Situation situation) {
        var planner = new Planner(situation);
        var ids = new TreeSet<>(planner.files.keySet());
        ids.addAll(situation.installed().plugins().keySet());
        ids.addAll(situation.serving().keySet());
        ids.removeAll(situation.busy());
        ids.forEach(planner::decide);
        return new Plan(List.copyOf(planner.goals), List.copyOf(planner.leaving), planner.notes);
    }

    private void decide(String id) {
        var entry = now.installed().find(id).orElse(null);
        Optional<Build> wanted = wanted(id, entry);
        String serving = now.serving().get(id);
        if (wanted.isEmpty()) {
            if (serving != null && !kept(id, entry)) {
                leaving.add(id);
            } else if (serving == null && entry != null && entry.now().fromFolder() && !claimed(id, entry)) {
                leaving.add(id); // left the folder while nobody looked
            }
            return;
        }
        Build to = wanted.get();
        if (serving != null && (serving.equals(to.digest()) || inUse(id))) {
            return;
        }
        goals.add(new Goal(to, serving == null && entry != null ? fallbacks(entry, to) : List.of()));
    }

    private Optional<Build> wanted(String id, Installed.@Nullable Entry entry) {
        List<Build> usable = usable(id);
        if (entry != null && entry.off()) {
            note(id, usable.stream().map(build -> "was removed by hand; " + build.name() + " stays unused until it is installed again"));
            return Optional.empty();
        }
        if (entry != null && entry.pin()) {
            note(id, usable.stream()
                    .filter(build -> !build.digest().equals(entry.now().digest()))
                    .map(build -> "is pinned to " + entry.now().version() + "; " + build.name() + " (" + build.passport().version() + ") waits until it is unpinned"));
            return lastGood(entry);
        }
        if (!usable.isEmpty()) {
            Build best = usable.getFirst();
            note(id, usable.stream()
                    .skip(1)
                    .filter(other -> !other.digest().equals(best.digest()))
                    .map(other -> other.name() + " (" + other.passport().version() + ") holds this plugin too; " + best.name() + " is newer and is used"));
            noteOther(id, entry, best);
            return Optional.of(best);
        }
        return entry == null ? Optional.empty() : withoutFile(id, entry);
    }

    private void noteOther(String id, Installed.@Nullable Entry entry, Build best) {
        Kept other = entry == null ? null : entry.now().fromFolder() ? entry.beneath() : entry.now();
        if (other != null) {
            note(id, Stream.of("the folder wins: " + best.name() + " is used, not " + other.version() + " from " + other.source()));
        }
    }

    /** No file can be used: what another source installed, or the last good build while a file still claims the plugin. */
    private Optional<Build> withoutFile(String id, Installed.Entry entry) {
        if (!entry.now().fromFolder() || claimed(id, entry)) {
            return lastGood(entry);
        }
        return Optional.ofNullable(entry.beneath()).flatMap(now.stored());
    }

    private Optional<Build> lastGood(Installed.Entry entry) {
        return Stream.concat(Stream.of(entry.now()), entry.former().stream()).flatMap(kept -> now.stored().apply(kept).stream()).findFirst();
    }

    private List<Build> usable(String id) {
        Set<String> refused = now.files().stream().filter(Seen::refused).map(Seen::file).collect(Collectors.toSet());
        return files.getOrDefault(id, List.of()).stream().filter(build -> !refused.contains(build.file())).toList();
    }

    /** Whether a file is there that holds this plugin, or that it came from and that cannot be read now. */
    private boolean claimed(String id, Installed.Entry entry) {
        return files.containsKey(id) || now.files().stream().anyMatch(seen -> seen.build().isEmpty() && seen.file().equals(entry.now().file()));
    }

    private boolean kept(String id, Installed.@Nullable Entry entry) {
        if (entry != null && !entry.off() && claimed(id, entry)) {
            return true;
        }
        return inUse(id);
    }

    private boolean inUse(String id) {
        List<String> users = now.users().getOrDefault(id, List.of());
        if (!users.isEmpty()) {
            note(id, Stream.of("is used by " + String.join(", ", users) + " and changes when nobody uses it any more"));
        }
        return !users.isEmpty();
    }

    private List<Build> fallbacks(Installed.Entry entry, Build to) {
        var known = new HashSet<String>(Set.of(to.digest()));
        return Stream.concat(Stream.of(entry.now()), entry.former().stream())
                .filter(kept -> known.add(kept.digest()))
                .flatMap(kept -> now.stored().apply(kept).stream())
                .toList();
    }

    private void note(String id, Stream<String> words) {
        List<String> more = words.toList();
        if (!more.isEmpty()) {
            notes.merge(id, more, (before, after) -> Stream.concat(before.stream(), after.stream()).toList());
        }
    }
}
