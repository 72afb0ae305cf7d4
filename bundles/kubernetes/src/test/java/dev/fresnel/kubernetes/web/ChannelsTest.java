package dev.fresnel.kubernetes.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChannelsTest {
    private final List<Object> sent = new CopyOnWriteArrayList<>();
    private final AtomicReference<Runnable> waiting = new AtomicReference<>();
    private volatile boolean ready = true;
    private volatile Object value = Map.of("n", 1);
    private volatile Problem failure;

    private final Sink sink = new Sink() {
        @Override
        public void send(String type, Object data) {
            sent.add(data);
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void whenReady(Runnable then) {
            waiting.set(then);
        }

        @Override
        public void resumeAt(String token) {}

        @Override
        public void problem(Problem problem) {
            sent.add(problem.text());
        }

        @Override
        public void end(String reason, String detail) {}
    };

    private final Latest latest = new Latest("test", sink, () -> {
        if (failure != null) {
            throw failure;
        }
        return value;
    });

    @AfterEach
    void close() {
        latest.close();
    }

    private void expect(Object... values) {
        Await.until("sent " + List.of(values) + ", was " + sent, () -> sent.equals(List.of(values)));
    }

    @Test
    void firstValueComesByItselfAndLaterOnesWhenTheyDiffer() {
        expect(Map.of("n", 1));
        latest.look();
        latest.look();
        value = Map.of("n", 2);
        latest.look();
        expect(Map.of("n", 1), Map.of("n", 2));
    }

    @Test
    void clientWithoutCreditGetsOnlyTheLatest() {
        expect(Map.of("n", 1));
        ready = false;
        value = Map.of("n", 2);
        latest.look();
        Await.until("waits for credit", () -> waiting.get() != null);
        value = Map.of("n", 3);
        ready = true;
        waiting.get().run();
        expect(Map.of("n", 1), Map.of("n", 3));
    }

    @Test
    void problemIsToldOnceAndTheValueThatCameBeforeStays() {
        expect(Map.of("n", 1));
        failure = new Problem(Problem.Kind.CLUSTER_DOWN, "X", "down");
        latest.look();
        expect(Map.of("n", 1), "down");
        latest.look();
        value = Map.of("n", 2); // before it is asked for again
        failure = null;
        latest.look();
        expect(Map.of("n", 1), "down", Map.of("n", 2));
    }

    @Test
    void closedMeansSilent() {
        expect(Map.of("n", 1));
        latest.close();
        value = Map.of("n", 2);
        latest.look();
        assertThat(sent).hasSize(1);
    }
}
