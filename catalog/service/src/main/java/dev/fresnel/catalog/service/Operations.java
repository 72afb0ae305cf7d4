package dev.fresnel.catalog.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Changes that run and those that ran lately. */
final class Operations {
    private static final int KEPT = 50;

    private final Deque<Run> runs = new ArrayDeque<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** {@code Operation} of the interfaces page. */
    record View(
            String id,
            @Nullable String plan,
            String who,
            String state,
            String step,
            long bytes,
            long total,
            long startedAt,
            @Nullable Long endedAt,
            List<?> changes,
            List<String> reasons) {}

    /** One change, as far as it is; is told the bytes that were transferred. */
    final class Run implements LongConsumer {
        private volatile View view;

        private Run(View first) {
            view = first;
        }

        View view() {
            return view;
        }

        void step(String step) {
            View now = view;
            if (now.endedAt() == null) {
                set(new View(now.id(), now.plan(), now.who(), now.state(), step, now.bytes(), now.total(), now.startedAt(), null, now.changes(), now.reasons()));
            }
        }

        @Override
        public void accept(long bytes) {
            View now = view;
            set(new View(now.id(), now.plan(), now.who(), now.state(), now.step(), bytes, now.total(), now.startedAt(), null, now.changes(), now.reasons()));
        }

        void end(String state, List<String> reasons) {
            View now = view;
            set(new View(now.id(), now.plan(), now.who(), state, "done", now.bytes(), now.total(), now.startedAt(), System.currentTimeMillis(), now.changes(), List.copyOf(reasons)));
        }

        private void set(View next) {
            view = next;
            listeners.forEach(Runnable::run);
        }
    }

    /** @param plan that it carries out; absent for what Fresnel does by itself */
    Run begin(String id, @Nullable String plan, String who, long total, List<?> changes) {
        var run = new Run(new View(id, plan, who, "RUNNING", "fetch", 0, total, System.currentTimeMillis(), null, List.copyOf(changes), List.of()));
        synchronized (runs) {
            runs.addFirst(run);
            while (runs.size() > KEPT) {
                runs.removeLast();
            }
        }
        listeners.forEach(Runnable::run);
        return run;
    }

    /** Newest first. */
    List<View> all() {
        synchronized (runs) {
            return new ArrayList<>(runs).stream().map(Run::view).toList();
        }
    }

    Optional<View> find(String id) {
        return all().stream().filter(view -> view.id().equals(id)).findFirst();
    }

    /** Calls back after each change; close to stop. */
    AutoCloseable watch(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
