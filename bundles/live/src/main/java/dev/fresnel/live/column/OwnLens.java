package dev.fresnel.live.column;

import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.HumanTime;
import dev.fresnel.live.store.Row;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Columns of ours. */
final class OwnLens {
    private OwnLens() {}

    /** All labels, as {@code --show-labels} prints them. */
    record Labels(String id) implements Lens {
        @Override
        public String text(Row row, Sight sight, long now) {
            List<String> labels = row.labels();
            TreeMap<String, String> sorted = new TreeMap<>();
            for (int i = 0; i < labels.size(); i += 2) {
                sorted.put(labels.get(i), labels.get(i + 1));
            }
            return sorted.isEmpty() ? NOTHING : String.join(",", sorted.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList());
        }
    }

    /** One label, as {@code -L} prints it. */
    record Label(String id, String key) implements Lens {
        @Override
        public String text(Row row, Sight sight, long now) {
            String value = row.label(key);
            return value == null ? "" : value;
        }
    }

    /** A declared field. */
    record Field(String id, String path) implements Lens {
        @Override
        public String text(Row row, Sight sight, long now) {
            String value = row.field(path);
            return value.isEmpty() ? NOTHING : value;
        }
    }

    /** A text as it was read out of the object. */
    record Read(String id, Extract extract) implements Lens {
        @Override
        public List<Extract> extracts() {
            return List.of(extract);
        }

        @Override
        public String text(Row row, Sight sight, long now) {
            String text = row.text(extract);
            return text == null || text.isEmpty() ? NOTHING : text;
        }
    }

    /** Why and when a container ended last: {@code OOMKilled 137 app (5m ago)}. */
    record Restart(String id, Extract extract) implements Lens {
        @Override
        public List<Extract> extracts() {
            return List.of(extract);
        }

        private String @Nullable [] words(Row row) {
            String text = row.text(extract);
            return text == null || text.isEmpty() ? null : text.split(" ", 4);
        }

        private static String why(String[] words) {
            return words[1].replace('_', ' ') + " " + words[2] + " " + words[3];
        }

        @Override
        public String text(Row row, Sight sight, long now) {
            String[] words = words(row);
            return words == null ? NOTHING : why(words) + " (" + HumanTime.since(Long.parseLong(words[0]), now) + " ago)";
        }

        @Override
        public String still(Row row, Sight sight) {
            String[] words = words(row);
            return words == null ? "" : why(words);
        }

        @Override
        public String aging(Row row, long now) {
            long began = began(row);
            return began == 0 ? "" : HumanTime.since(began, now);
        }

        @Override
        public long began(Row row) {
            String[] words = words(row);
            return words == null ? 0 : Long.parseLong(words[0]);
        }

        @Override
        public Value value(Row row, Sight sight) {
            return Value.since(began(row));
        }
    }

    /**
     * CPU or memory of a pod or node, as {@code kubectl top} prints it.
     *
     * @param there requests and limits of a pod, or what a node has to give
     */
    record Measure(String id, boolean cpu, boolean pods, Extract there) implements Lens {
        @Override
        public List<Extract> extracts() {
            return List.of(there);
        }

        @Override
        public boolean measured() {
            return true;
        }

        private @Nullable Double used(Row row, Sight sight) {
            Figures figures = sight.of(row);
            return figures == null ? null : Double.valueOf(cpu ? figures.cores() : figures.bytes());
        }

        @Override
        public String text(Row row, Sight sight, long now) {
            Double used = used(row, sight);
            if (used == null) {
                return "";
            }
            // A sum of decimal fractions may lie a hair above the whole number that it is.
            return cpu ? (long) Math.ceil(used * 1000 - 1e-6) + "m" : (long) Math.floor(used / (1024 * 1024)) + "Mi";
        }

        @Override
        public Value value(Row row, Sight sight) {
            Double used = used(row, sight);
            return used == null ? Value.NONE : Value.number(used);
        }

        @Override
        public @Nullable Usage usage(Row row, Sight sight) {
            String text = row.text(there);
            Double first = Bodies.number(text, 0);
            Usage usage = pods
                    ? new Usage(used(row, sight), first, Bodies.number(text, 1), null)
                    : new Usage(used(row, sight), null, null, first);
            return usage.isEmpty() ? null : usage;
        }
    }
}
