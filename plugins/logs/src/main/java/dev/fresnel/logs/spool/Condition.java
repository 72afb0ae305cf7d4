package dev.fresnel.logs.spool;

import dev.fresnel.logs.line.Ansi;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Which lines are meant: all that is said holds.
 *
 * @param levels empty = all; notes are always meant
 * @param sources by number
 * @param words all of them are in the line
 * @param fields tests of the line's own fields, asked last
 */
public record Condition(Set<Level> levels, Optional<IntPredicate> sources, List<Words> words, List<Predicate<byte[]>> fields) {
    public static final Condition ALL = new Condition(Set.of(), Optional.empty(), List.of(), List.of());

    public boolean all() {
        return levels.isEmpty() && sources.isEmpty() && words.isEmpty() && fields.isEmpty();
    }

    /** This and that it holds these words. */
    public Condition and(Words more) {
        var both = new java.util.ArrayList<>(words);
        both.addFirst(more);
        return new Condition(levels, sources, List.copyOf(both), fields);
    }

    private boolean cheap(Level level, int source) {
        if (sources.isPresent() && !sources.get().test(source)) {
            return false;
        }
        return level == Level.NOTE ? words.isEmpty() : levels.isEmpty() || levels.contains(level);
    }

    /** Whether a chunk with these levels, a bit each, may hold a line that is meant. */
    boolean meets(int there) {
        return levels.isEmpty() || (there & 1 << Level.NOTE.ordinal()) != 0 || levels.stream().anyMatch(level -> (there & 1 << level.ordinal()) != 0);
    }

    /** Whether a chunk with these grams may hold a line that is meant. */
    boolean may(Grams grams) {
        return words.stream().allMatch(word -> word.may(grams));
    }

    public boolean test(Line line) {
        if (all()) {
            return true;
        }
        if (!cheap(line.level(), line.source())) {
            return false;
        }
        if (words.isEmpty() && fields.isEmpty() || line.level() == Level.NOTE) {
            return true;
        }
        byte[] text = line.text();
        byte[] shown = Ansi.alters(text, 0, text.length) ? Ansi.plain(line.string()).getBytes(java.nio.charset.StandardCharsets.UTF_8) : text;
        return words.stream().allMatch(word -> word.in(shown)) && fields.stream().allMatch(field -> field.test(shown));
    }

    /** Indexes of the lines that are meant, in order. */
    public int[] of(Chunk chunk) {
        var found = new int[Math.max(16, words.isEmpty() ? chunk.count() : 64)];
        var sink = new Object() {
            int[] hits = found;
            int count;

            void add(int index) {
                if (count == hits.length) {
                    hits = java.util.Arrays.copyOf(hits, count * 2);
                }
                hits[count++] = index;
            }
        };
        if (words.isEmpty() && fields.isEmpty()) {
            for (int i = 0; i < chunk.count(); i++) {
                if (cheap(chunk.level(i), chunk.source(i))) {
                    sink.add(i);
                }
            }
        } else {
            searched(chunk, sink::add);
        }
        return java.util.Arrays.copyOf(sink.hits, sink.count);
    }

    private void searched(Chunk chunk, java.util.function.IntConsumer each) {
        Chunk.Text text = chunk.shown();
        java.util.function.IntConsumer rest = index -> {
            if (cheap(chunk.level(index), chunk.source(index)) && (chunk.level(index) == Level.NOTE || holds(text, index))) {
                each.accept(index);
            }
        };
        if (words.isEmpty()) {
            for (int i = 0; i < text.count(); i++) {
                rest.accept(i);
            }
        } else {
            words.getFirst().lines(text, rest);
        }
    }

    private boolean holds(Chunk.Text text, int index) {
        if (words.size() <= 1 && fields.isEmpty()) {
            return true;
        }
        byte[] line = text.of(index);
        return words.stream().skip(1).allMatch(word -> word.in(line)) && fields.stream().allMatch(field -> field.test(line));
    }
}
