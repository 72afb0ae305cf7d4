package dev.fresnel.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.history.Chronicle.Entry;
import dev.fresnel.spi.history.Chronicle.Place;
import dev.fresnel.spi.history.Chronicle.Span;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleTest {
    private static final Place PODS = new Place("digest", "prod", "pods", "");
    private static final Place MINE = new Place("digest", "prod", "pods", "key-ann");

    @TempDir
    Path folder;

    private static Entry entry(Place place, String name, long at, String what) {
        return new Entry(0, place, "shop", name, "uid-" + name, at, what.getBytes(StandardCharsets.UTF_8));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static List<String> texts(KeptChronicle chronicle, List<Place> places, String name) {
        return chronicle.read(places, "shop", name, 0).entries().stream().map(one -> new String(one.what(), StandardCharsets.UTF_8)).toList();
    }

    @Test
    void keepsChangesAndSpansOverARestart() {
        long now = now();
        var first = new KeptChronicle(folder, Limits.USUAL);
        assertThat(first.read(List.of(PODS), "shop", "web", 0).entries()).isEmpty();
        assertThat(folder.resolve("history.mv.db")).as("reading alone makes no file").doesNotExist();
        first.write(List.of(entry(PODS, "web", now, "one"), entry(MINE, "web", now, "mine"), entry(PODS, "db", now, "other")), List.of(new Span(PODS, "", now - 5000, now)));
        first.write(List.of(entry(PODS, "web", now + 1, "two")), List.of(new Span(PODS, "", now - 5000, now + 1000), new Span(PODS, "bank", now, now)));
        first.close();
        var second = new KeptChronicle(folder, Limits.USUAL);
        assertThat(texts(second, List.of(PODS), "web")).containsExactly("two", "one");
        assertThat(texts(second, List.of(PODS, MINE), "web")).containsExactly("two", "mine", "one");
        var kept = second.read(List.of(PODS), "shop", "web", 0);
        assertThat(kept.spans()).containsExactly(new Span(PODS, "", now - 5000, now + 1000));
        long newest = kept.entries().getFirst().number();
        second.write(List.of(entry(PODS, "web", now, "three")), List.of());
        assertThat(second.read(List.of(PODS), "shop", "web", newest).entries()).singleElement().satisfies(one -> assertThat(one.number()).isGreaterThan(newest));
        second.close();
    }

    @Test
    void isBoundedByObjectInAllAndByAge() {
        var chronicle = new KeptChronicle(folder, new Limits(3, 20, 1 << 20, Duration.ofHours(1), Duration.ZERO));
        chronicle.write(List.of(entry(PODS, "old", now() - Duration.ofHours(2).toMillis(), "old")), List.of());
        assertThat(texts(chronicle, List.of(PODS), "old")).isEmpty();
        for (int i = 0; i < 10; i++) {
            chronicle.write(List.of(entry(PODS, "web", now(), "" + i)), List.of());
        }
        assertThat(texts(chronicle, List.of(PODS), "web")).containsExactly("9", "8", "7");
        chronicle.write(IntStream.range(0, 50).mapToObj(i -> entry(PODS, "pod-" + i, now(), "x")).toList(), List.of());
        assertThat(texts(chronicle, List.of(PODS), "web")).as("the oldest left").isEmpty();
        assertThat(texts(chronicle, List.of(PODS), "pod-29")).isEmpty();
        assertThat(texts(chronicle, List.of(PODS), "pod-30")).containsExactly("x");
        chronicle.close();
    }

    @Test
    void isBoundedByBytes() {
        var chronicle = new KeptChronicle(folder, new Limits(100, 1000, 100_000, Duration.ofHours(1), Duration.ZERO));
        for (int i = 0; i < 30; i++) {
            chronicle.write(List.of(entry(PODS, "pod-" + i, now(), "x".repeat(10_000))), List.of());
        }
        long left = IntStream.range(0, 30).filter(i -> !texts(chronicle, List.of(PODS), "pod-" + i).isEmpty()).count();
        assertThat(left).isBetween(8L, 10L);
        assertThat(texts(chronicle, List.of(PODS), "pod-29")).hasSize(1);
        chronicle.close();
    }

    @Test
    void whatCannotBeReadIsPutAsideAndTwoDoNotShareAFile() throws IOException {
        Files.writeString(folder.resolve("history.mv.db"), "this is no database, and long enough to be looked at: " + "x".repeat(10_000));
        var chronicle = new KeptChronicle(folder, Limits.USUAL);
        chronicle.write(List.of(entry(PODS, "web", now(), "one")), List.of());
        assertThat(texts(chronicle, List.of(PODS), "web")).containsExactly("one");
        assertThat(folder.resolve("history.unreadable.mv.db")).exists();
        chronicle.close();
        var other = new KeptChronicle(folder, Limits.USUAL);
        try (var file = FileChannel.open(folder.resolve("history.mv.db"), StandardOpenOption.READ, StandardOpenOption.WRITE); var lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> other.write(List.of(entry(PODS, "web", now(), "two")), List.of())).isInstanceOf(Problem.class);
        }
        other.close();
        var again = new KeptChronicle(folder, Limits.USUAL);
        assertThat(texts(again, List.of(PODS), "web")).as("unharmed").containsExactly("one");
        again.close();
    }

    @Test
    void anInterruptedReaderHarmsNobody() throws InterruptedException {
        var chronicle = new KeptChronicle(folder, Limits.USUAL);
        chronicle.write(List.of(entry(PODS, "web", now(), "one")), List.of());
        Thread reader = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> texts(chronicle, List.of(PODS), "web")).isInstanceOf(Problem.class);
        });
        reader.join();
        chronicle.write(List.of(entry(PODS, "web", now(), "two")), List.of());
        assertThat(texts(chronicle, List.of(PODS), "web")).containsExactly("two", "one");
        chronicle.close();
    }
}
