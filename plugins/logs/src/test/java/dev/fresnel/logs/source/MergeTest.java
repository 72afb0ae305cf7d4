package dev.fresnel.logs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MergeTest {
    private final Merge merge = new Merge();

    @Test
    void manySourcesComeOutInOrder() {
        // It waits for a source that has no processor for a while.
        var merge = new Merge(Duration.ofMinutes(2), Duration.ofMinutes(2));
        int sources = 50;
        int each = 2_000;
        var ending = new AtomicInteger(sources);
        var feeds = new ArrayList<Merge.Feed>();
        for (int i = 0; i < sources; i++) {
            Merge.Feed feed = merge.feed();
            feed.delivers(true);
            feeds.add(feed);
        }
        for (int i = 0; i < sources; i++) {
            int source = i;
            Thread.ofVirtual().start(() -> {
                var random = new Random(source);
                long at = 0;
                for (int n = 0; n < each; n += 100) {
                    var some = new ArrayList<Line>();
                    for (int k = 0; k < 100; k++) {
                        at += 1 + random.nextInt(1000);
                        some.add(Line.of(at, source, Level.NONE, source + "/" + (n + k)));
                    }
                    feeds.get(source).put(some);
                }
                feeds.get(source).delivers(false);
                ending.decrementAndGet();
            });
        }
        var out = new ArrayList<Line>();
        while (ending.get() > 0 || out.size() < sources * each) {
            out.addAll(merge.take(50));
        }
        assertThat(out).hasSize(sources * each).isSortedAccordingTo((one, other) -> Long.compare(one.at(), other.at()));
        assertThat(out.stream().map(Line::string).distinct()).hasSize(sources * each);
    }

    @Test
    void whoIsSilentIsNotWaitedFor() {
        Merge.Feed quiet = merge.feed();
        Merge.Feed loud = merge.feed();
        quiet.delivers(true);
        loud.delivers(true);
        loud.put(List.of(Line.of(5, 1, Level.NONE, "a")));
        List<Line> out = List.of();
        while (out.isEmpty()) {
            out = merge.take(50);
        }
        assertThat(out).hasSize(1);
    }

    @Test
    void nobodyWaitsForRoomThatWillNotCome() throws InterruptedException {
        Merge.Feed feed = merge.feed();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 100; i++) {
                feed.put(List.of(new Line(i, 0, Level.NONE, new byte[100_000])));
            }
        });
        merge.close();
        writer.join();
        assertThat(writer.isAlive()).isFalse();
    }
}
