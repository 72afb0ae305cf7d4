package dev.fresnel.catalog.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decides from the files and from what serves what has to change; touches nothing. */
final class Planner {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing((Candidate c) -> c.passport().version())
            .thenComparing(Candidate::modified)
            .thenComparing(Candidate::file)
            .reversed();

    private Planner() {}

    /**
     * A file of the folder.
     *
     * @param candidate empty while it is not readable, or when it is no plugin
     * @param refused it was tried and must not serve
     */
    record Seen(Path file, Optional<Candidate> candidate, boolean refused) {}

    /** What serves, and from which file it came. */
    record Serving(String digest, Path file) {}

    /**
     * What to do.
     *
     * @param install at most one build for each plugin
     * @param remove plugins whose files are gone
     * @param notes what one should know of a plugin, by its id
     */
    record Plan(List<Candidate> install, List<String> remove, Map<String, List<String>> notes) {
        boolean empty() {
            return install.isEmpty() && remove.isEmpty();
        }
    }

    static Plan plan(List<Seen> files, Map<String, Serving> serving) {
        Map<String, List<Candidate>> byId = files.stream()
                .flatMap(seen -> seen.candidate().stream())
                .sorted(BEST_FIRST)
                .collect(Collectors.groupingBy(Candidate::id, TreeMap::new, Collectors.toList()));
        Set<Path> refused = files.stream().filter(Seen::refused).map(Seen::file).collect(Collectors.toSet());
        var install = new ArrayList<Candidate>();
        var notes = new TreeMap<String, List<String>>();
        byId.forEach((id, all) -> {
            var usable = all.stream().filter(candidate -> !refused.contains(candidate.file())).toList();
            if (usable.isEmpty()) {
                return;
            }
            Candidate best = usable.getFirst();
            Serving now = serving.get(id);
            if (now == null || !now.digest().equals(best.digest())) {
                install.add(best);
            }
            var others = usable.stream().skip(1).filter(other -> !other.digest().equals(best.digest())).toList();
            if (!others.isEmpty()) {
                notes.put(id, others.stream()
                        .map(other -> other.name() + " (" + other.passport().version() + ") holds this plugin too; " + best.name() + " is newer and is used")
                        .toList());
            }
        });
        return new Plan(List.copyOf(install), removed(files, serving, byId.keySet()), notes);
    }

    /** A plugin stays while a file claims it, and while the file that it came from is there but cannot be read. */
    private static List<String> removed(List<Seen> files, Map<String, Serving> serving, Set<String> claimed) {
        Set<Path> unreadable = files.stream().filter(seen -> seen.candidate().isEmpty()).map(Seen::file).collect(Collectors.toSet());
        return serving.entrySet().stream()
                .filter(entry -> !claimed.contains(entry.getKey()) && !unreadable.contains(entry.getValue().file()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
