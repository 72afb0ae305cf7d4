package dev.fresnel.offers.action;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Questions to an API server, several at once. */
final class Together {
    private static final int AT_ONCE = 8;

    private Together() {}

    /** Answers in the order of the questions; the first that fails fails them all. */
    static <A, B> List<B> each(List<A> questions, Function<A, B> ask) {
        var room = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<B>> asked = new ArrayList<>();
            for (A question : questions) {
                asked.add(threads.submit(() -> {
                    room.acquire();
                    try {
                        return ask.apply(question);
                    } finally {
                        room.release();
                    }
                }));
            }
            List<B> answers = new ArrayList<>();
            for (Future<B> one : asked) {
                answers.add(one.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", end);
        }
    }
}
