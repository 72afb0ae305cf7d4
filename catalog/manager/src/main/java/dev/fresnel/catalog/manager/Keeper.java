package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.LockFile;
import dev.fresnel.catalog.api.LockFile.Locked;
import dev.fresnel.catalog.api.PluginsFile;
import dev.fresnel.catalog.api.PluginsFile.Wish;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.manager.Offers.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Brings the folder to what the file says, one round at a time. What cannot be had leaves what is there as it is. */
final class Keeper implements AutoCloseable {
    private final WishFile file;
    private final Folder folder;
    private final Lock lock;
    private final Offers offers;
    private final Clock clock;
    private final Standings standings;
    private String digest = "";
    private PluginsFile wishes = new PluginsFile(List.of(), 1);

    Keeper(WishFile file, Folder folder, Lock lock, Offers offers, Clock clock) {
        this.file = file;
        this.folder = folder;
        this.lock = lock;
        this.offers = offers;
        this.clock = clock;
        this.standings = new Standings(clock);
    }

    /** Reads the file, decides or follows, fetches, places, takes away. */
    Report round() throws InterruptedException {
        boolean owner = lock.own();
        try {
            reread();
            Map<String, Locked> decided = owner ? decide() : follow();
            install(decided);
            folder.keepOnly(wishes.plugins().stream().map(Wish::name).collect(Collectors.toSet()));
            return report(owner, "");
        } catch (Refusal refusal) {
            return report(owner, refusal.words());
        }
    }

    private Report report(boolean owner, String problem) {
        return new Report(clock.instant(), problem.isEmpty() ? digest : "", owner, problem, standings.list());
    }

    /** Names of plugins whose failure will not pass by itself. */
    java.util.Set<String> lasting() {
        return standings.lasting();
    }

    private void reread() throws Refusal {
        WishFile.Content content = file.content();
        if (content.digest().equals(digest)) {
            return;
        }
        wishes = file.parse(content); // a file that cannot be understood changes nothing
        digest = content.digest();
        offers.forget();
        offers.keepOnly(wishes.plugins().stream().map(Wish::source).collect(Collectors.toSet()));
        standings.begin(wishes.plugins().stream().map(Wish::name).collect(Collectors.toSet()));
    }

    // ---- what is to be there

    /** The owner asks the sources and writes down what all install. */
    private Map<String, Locked> decide() throws Refusal, InterruptedException {
        Map<String, Locked> before = locked();
        Map<String, Locked> decided = new HashMap<>();
        for (Result<Locked> result : all(wishes.plugins(), wish -> standings.due(wish) ? locked(wish, offers.best(wish)) : null)) {
            Wish wish = result.wish();
            if (result.value().isPresent()) {
                decided.put(wish.name(), result.value().get());
                continue;
            }
            Optional<Locked> former = Optional.ofNullable(before.get(wish.name())).filter(known -> known.source().equals(wish.source()) && fits(wish, known));
            former.ifPresent(known -> decided.put(wish.name(), known));
            if (result.refusal().isPresent()) {
                standings.failed(wish, former.map(Locked::version).orElse(""), former.map(Locked::sha256).orElse(""), result.refusal().get());
            }
        }
        var plugins = wishes.plugins().stream().map(wish -> decided.get(wish.name())).filter(java.util.Objects::nonNull).toList();
        var now = new LockFile(digest, plugins);
        if (!lock.read().equals(Optional.of(now))) {
            lock.write(now);
        }
        return decided;
    }

    private Map<String, Locked> locked() {
        try {
            return lock.read().map(known -> byName(known.plugins())).orElse(Map.of());
        } catch (Refusal broken) {
            return Map.of(); // it is written anew
        }
    }

    private static Map<String, Locked> byName(List<Locked> plugins) {
        return plugins.stream().collect(Collectors.toMap(Locked::name, one -> one, (one, other) -> other));
    }

    private static boolean fits(Wish wish, Locked known) {
        return wish.sha256().isEmpty() ? Versions.fits(wish.version(), known.version()) : wish.sha256().equals(known.sha256());
    }

    private static Locked locked(Wish wish, Offer offer) {
        var entry = offer.entry();
        String location = entry.locations().isEmpty() ? wish.source() : entry.locations().getFirst();
        return new Locked(wish.name(), entry.version(), entry.sha256(), entry.size(), wish.source(), location, entry.publisher());
    }

    /** The others install what the owner wrote down, once it has answered the very file that they read. */
    private Map<String, Locked> follow() throws Refusal {
        Optional<LockFile> known = lock.read();
        if (known.isEmpty() || !known.get().wishes().equals(digest)) {
            wishes.plugins().stream().filter(standings::due).forEach(wish -> standings.waiting(wish, "plugins.lock does not answer this plugins.yaml yet"));
            return Map.of();
        }
        Map<String, Locked> decided = byName(known.get().plugins());
        wishes.plugins().stream().filter(wish -> !decided.containsKey(wish.name())).forEach(wish -> standings.waiting(wish, "plugins.lock names no build of it"));
        return decided;
    }

    // ---- bringing it there

    private void install(Map<String, Locked> decided) throws Refusal, InterruptedException {
        var wanted = wishes.plugins().stream().filter(wish -> decided.containsKey(wish.name())).toList();
        for (Result<Boolean> result : all(wanted, wish -> install(wish, decided.get(wish.name())))) {
            if (result.refusal().isPresent()) {
                Locked locked = decided.get(result.wish().name());
                standings.failed(result.wish(), locked.version(), locked.sha256(), result.refusal().get());
            }
        }
    }

    private boolean install(Wish wish, Locked locked) throws Refusal, InterruptedException {
        if (folder.digest(wish.name()).equals(Optional.of(locked.sha256()))) {
            if (standings.due(wish)) {
                standings.installed(wish, locked.version(), locked.sha256());
            }
            return true;
        }
        if (!standings.due(wish)) {
            return false;
        }
        standings.fetching(wish, locked.version(), locked.sha256());
        Offer offer = offers.exact(wish, locked.sha256());
        Path part = folder.fresh(wish.name());
        try {
            offer.source().fetch(offer.entry(), part, Progress.NONE);
            BundleFile.open(part, new Gate(folder.incoming(), Bounds.USUAL)).mustBe(offer.entry());
            folder.place(wish.name(), locked.sha256(), part);
        } finally {
            delete(part);
        }
        standings.installed(wish, locked.version(), locked.sha256());
        return true;
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // swept at the next start
        }
    }

    // ---- side by side

    private record Result<T>(Wish wish, Optional<T> value, Optional<Refusal> refusal) {}

    private interface Work<T> {
        @org.jspecify.annotations.Nullable T on(Wish wish) throws Refusal, InterruptedException;
    }

    private <T> List<Result<T>> all(List<Wish> each, Work<T> work) throws InterruptedException {
        var turns = new Semaphore(wishes.maxConcurrent());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Result<T>>>();
            for (Wish wish : each) {
                Callable<Result<T>> task = () -> {
                    turns.acquire();
                    try {
                        return new Result<>(wish, Optional.ofNullable(work.on(wish)), Optional.empty());
                    } catch (Refusal refusal) {
                        return new Result<>(wish, Optional.empty(), Optional.of(refusal));
                    } finally {
                        turns.release();
                    }
                };
                running.add(threads.submit(task));
            }
            return results(running);
        }
    }

    private static <T> List<Result<T>> results(List<Future<Result<T>>> running) throws InterruptedException {
        var results = new ArrayList<Result<T>>();
        try {
            for (Future<Result<T>> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException e) {
            running.forEach(one -> one.cancel(true));
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        offers.close();
        lock.close();
    }
}
