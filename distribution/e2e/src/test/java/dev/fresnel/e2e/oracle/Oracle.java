package dev.fresnel.e2e.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Compares, at random, what users of the product see with the API server's own answer for each of them, while objects and rights
 * come and go: no row too many but for 30 s after a right was taken away, none missing once the watch has caught up.
 */
public final class Oracle implements AutoCloseable {
    private static final int WORKERS = 4;
    /** Of a long run: most of them wait for what the product may still show or not yet show. */
    private static final int MANY_WORKERS = 10;
    private static final int LONG = 10_000;
    private static final int CHANNELS = 10;
    /** How long a difference may last that is no matter of rights. */
    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    /** Questions that the API server may leave without an answer: nothing can be compared then. */
    private static final int UNANSWERED = 50;
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration TELL = Duration.ofSeconds(30);
    private static final long[] LOOKS = {20_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000};

    private final Scene scene;
    private final Ledger ledger = new Ledger();
    private final Ears ears;
    private final Life life;
    private final Set<Subject> finding = new java.util.HashSet<>();
    private final long seed;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger excused = new AtomicInteger();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Map<Ears.Place, List<Open>> open = new java.util.concurrent.ConcurrentHashMap<>();
    /** Comparisons behind the filtering proxy at once: it ends what was left only when something is to be sent there. */
    private final Semaphore filter = new Semaphore(4);
    private volatile boolean anchored = true;

    /** A channel that stays open for further comparisons. */
    private record Open(Question question, Ear.Channel channel) {}

    private record Question(Resource resource, Set<String> namespaces) {}

    /** @param ports first of a hundred free ports */
    public Oracle(Path folder, int ports, long seed) throws IOException {
        this.seed = seed;
        scene = new Scene(folder, ports);
        ears = new Ears(scene, ledger);
        life = new Life(scene, ledger, seed);
        standing();
        life.begin();
    }

    Scene scene() {
        return scene;
    }

    /** The rights that stay, as the API server itself tells them. */
    private void standing() {
        Resource namespaces = new Resource("namespaces", "", "Namespace");
        for (Subject subject : scene.subjects.values()) {
            if (scene.server().list(subject, namespaces, "").granted()) {
                finding.add(subject);
            }
            ledger.grant(subject.word(), Resource.THINGS.word(), "*");
            for (Resource resource : Life.KINDS) {
                if (scene.server().list(subject, resource, "").granted()) {
                    ledger.grant(subject.word(), resource.word(), "*");
                }
                for (String namespace : Scene.NAMESPACES) {
                    if (scene.server().list(subject, resource, namespace).granted()) {
                        ledger.grant(subject.word(), resource.word(), namespace);
                    }
                }
            }
        }
    }

    /**
     * Compares until so many comparisons are made, and at least so long.
     *
     * @param rights how long rights come and go; after that the rest of them is taken away and all must follow
     */
    public Report run(int comparisons, Duration least, Duration rights) {
        long began = System.nanoTime();
        int workers = comparisons < LONG ? WORKERS : MANY_WORKERS;
        CountDownLatch ended = new CountDownLatch(workers);
        Thread changing = Thread.ofVirtual().name("oracle-life").start(() -> live(began, rights));
        Thread telling = Thread.ofVirtual().name("oracle-tells").start(() -> tell(began, comparisons));
        for (int i = 0; i < workers; i++) {
            Random random = new Random(seed * 31 + i);
            long after = i < WORKERS ? 0 : Math.multiplyExact(i, SOON.toNanos());
            Thread.ofVirtual().name("oracle-" + i).start(() -> {
                try {
                    LockSupport.parkNanos(after); // nothing is warm yet: all at once would wait for each other
                    while ((done.get() < comparisons || System.nanoTime() - began < least.toNanos()) && ears.violations.size() < 100) {
                        if (!answered(random) && unanswered.get() > UNANSWERED) {
                            throw new IllegalStateException("the API server did not answer " + UNANSWERED + " times");
                        }
                    }
                } catch (RuntimeException broken) {
                    failed("the comparison itself", broken);
                } finally {
                    ended.countDown();
                }
            });
        }
        try {
            ended.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        changing.interrupt();
        telling.interrupt();
        return new Report(seed, done.get(), granted.get(), excused.get(), retries.get(), unanswered.get(), ears.frames.get(), ears.canaries.get(), ears.sockets(),
                life.changes.get(), life.rights.get(), scene.webhook.asked(), (System.nanoTime() - began) / 1_000_000_000, List.copyOf(ears.violations));
    }

    private void live(long began, Duration rights) {
        Random random = new Random(seed + 7);
        boolean taken = false;
        try {
            for (int turn = 1; !Thread.currentThread().isInterrupted(); turn++) {
                attempt(life::object);
                boolean over = System.nanoTime() - began > rights.toNanos();
                if (!over && turn % 8 == 0) {
                    attempt(() -> life.right(false));
                }
                if (over && !taken) {
                    taken = true;
                    while (life.gave()) {
                        attempt(() -> life.right(true));
                    }
                    attempt(life::cutAnchor);
                }
                Thread.sleep(20 + random.nextInt(60));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            if (!Thread.currentThread().isInterrupted()) {
                failed("the scene itself", broken);
            }
        }
    }

    private void failed(String what, RuntimeException broken) {
        String told = what + " failed: " + broken + " " + java.util.Arrays.stream(broken.getStackTrace()).limit(6).toList();
        System.out.println("VIOLATION " + told);
        ears.violations.add(told);
    }

    /** A change that the API server did not answer may have been made or not: either is right. */
    private void attempt(Runnable change) {
        try {
            change.run();
        } catch (UncheckedIOException none) {
            unanswered.incrementAndGet();
        }
    }

    private void tell(long began, int comparisons) {
        try {
            while (true) {
                Thread.sleep(TELL);
                System.out.printf("%,d of %,d comparisons in %d s, %d violations%n", done.get(), comparisons, (System.nanoTime() - began) / 1_000_000_000, ears.violations.size());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- one comparison

    /** @return whether there were answers to compare */
    private boolean answered(Random random) {
        try {
            compare(random);
            return true;
        } catch (UncheckedIOException none) {
            unanswered.incrementAndGet();
            return false;
        }
    }

    private void compare(Random random) {
        List<Subject> subjects = List.copyOf(scene.subjects.values());
        Subject subject = subjects.get(random.nextInt(subjects.size()));
        String product = random.nextInt(3) == 0 ? "off" : "on";
        boolean filtered = random.nextInt(4) == 0 && filter.tryAcquire();
        try {
            compare(new Ears.Place(subject, product, filtered ? Scene.FILTERED : Scene.DIRECT), random);
        } finally {
            if (filtered) {
                filter.release();
            }
        }
    }

    private void compare(Ears.Place place, Random random) {
        Subject subject = place.subject();
        Open chosen = choose(place, random);
        long began = System.nanoTime();
        Comparison last = null;
        for (int look = 0; System.nanoTime() - began < CATCH_UP.toNanos(); look++) {
            if (chosen == null) {
                chosen = reopen(place, question(random));
            }
            Map<String, Answer> before = answers(place, chosen == null ? null : chosen.question);
            Ear.Moment page = chosen == null ? new Ear.Moment("socket", false, Map.of(), 0, com.fasterxml.jackson.databind.node.MissingNode.getInstance()) : chosen.channel.moment();
            Map<String, Answer> after = answers(place, chosen == null ? null : chosen.question);
            if (!statuses(before).equals(statuses(after))) {
                continue;
            }
            Question question = chosen == null ? new Question(Resource.PODS, Set.of()) : chosen.question;
            last = Comparison.of(before, page, after);
            if (last.equal() || last.excused(ledger, subject, question.resource, before.keySet())) {
                note(place, question, before, last);
                forget(place, chosen, random);
                return;
            }
            retries.incrementAndGet();
            chosen = again(place, chosen, page, before);
            LockSupport.parkNanos(LOOKS[Math.min(look, LOOKS.length - 1)]);
        }
        done.incrementAndGet();
        ears.violation(place, "differs for " + (chosen == null ? "?" : chosen.question), String.valueOf(last));
    }

    /** One comparison for each user, kind, namespace and moment: a list over several namespaces was held against each one's answer. */
    private void note(Ears.Place place, Question question, Map<String, Answer> answers, Comparison comparison) {
        done.addAndGet(answers.size());
        boolean some = answers.values().stream().anyMatch(Answer::granted);
        granted.addAndGet((int) answers.values().stream().filter(Answer::granted).count());
        excused.addAndGet(comparison.equal() ? 0 : answers.size());
        if (!some && anchored && place.subject().word().equals("bound") && answers.values().stream().allMatch(one -> one.status() == 401)) {
            anchored = false;
            ledger.expel("bound");
        }
    }

    /** What has ended, or was opened when other namespaces were allowed, is opened anew, as somebody would who looks again. */
    private @Nullable Open again(Ears.Place place, @Nullable Open chosen, Ear.Moment page, Map<String, Answer> answers) {
        if (chosen == null) {
            return null;
        }
        boolean allowed = answers.values().stream().anyMatch(Answer::granted);
        boolean late = chosen.channel.ageMillis() > 1_000 && answers.entrySet().stream().anyMatch(one -> !one.getKey().isEmpty()
                && !one.getValue().rows().isEmpty() && page.rows().values().stream().noneMatch(row -> row.namespace().equals(one.getKey())));
        if (allowed && (!page.closed().isEmpty() || late)) {
            drop(place, chosen);
            return reopen(place, chosen.question);
        }
        return chosen;
    }

    private @Nullable Open choose(Ears.Place place, Random random) {
        List<Open> all = open.computeIfAbsent(place, key -> new ArrayList<>());
        synchronized (all) {
            all.removeIf(one -> !one.channel.moment().closed().isEmpty());
            return !all.isEmpty() && random.nextInt(10) < 6 ? all.remove(random.nextInt(all.size())) : null;
        }
    }

    private @Nullable Open reopen(Ears.Place place, Question question) {
        Ear ear = ears.at(place);
        if (ear == null) {
            return null;
        }
        Open fresh = new Open(question, ear.rows(place.cluster(), question.resource, question.namespaces));
        for (int i = 0; i < 200 && !fresh.channel.moment().loaded() && fresh.channel.moment().closed().isEmpty(); i++) {
            LockSupport.parkNanos(5_000_000);
        }
        return fresh;
    }

    /** Kept open for a later comparison, mostly. */
    private void forget(Ears.Place place, @Nullable Open chosen, Random random) {
        if (chosen == null) {
            return;
        }
        List<Open> all = open.computeIfAbsent(place, key -> new ArrayList<>());
        synchronized (all) {
            if (all.size() < CHANNELS && random.nextInt(5) > 0) {
                all.add(chosen);
            } else {
                drop(place, chosen);
            }
        }
    }

    private static void drop(Ears.Place place, Open one) {
        if (one.channel.moment().closed().isEmpty()) {
            one.channel.close();
        }
    }

    private Question question(Random random) {
        Resource resource = random.nextInt(8) == 0 ? Resource.THINGS : Life.KINDS.get(random.nextInt(Life.KINDS.size()));
        Set<String> namespaces = new TreeSet<>();
        int many = List.of(0, 0, 1, 1, 1, 2, 5).get(random.nextInt(7));
        while (namespaces.size() < many) {
            namespaces.add(Scene.NAMESPACES.get(random.nextInt(Scene.NAMESPACES.size())));
        }
        return new Question(resource, namespaces);
    }

    /**
     * By namespace as asked. Who may not list all but may know the namespaces is shown those that they may list: then the API
     * server is asked for each.
     */
    private Map<String, Answer> answers(Ears.Place place, @Nullable Question question) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        ApiServer server = scene.clusters.get(place.cluster());
        Resource resource = question == null ? Resource.PODS : question.resource;
        Set<String> namespaces = question == null || question.namespaces.isEmpty() ? Set.of("") : question.namespaces;
        namespaces.forEach(namespace -> answers.put(namespace, server.list(place.subject(), resource, namespace)));
        if (answers.containsKey("") && answers.get("").status() == 403 && finding.contains(place.subject())) {
            Scene.NAMESPACES.forEach(namespace -> answers.put(namespace, server.list(place.subject(), resource, namespace)));
        }
        return answers;
    }

    private static List<Integer> statuses(Map<String, Answer> answers) {
        return answers.values().stream().map(Answer::status).toList();
    }

    @Override
    public void close() {
        ears.close();
        scene.close();
    }
}
