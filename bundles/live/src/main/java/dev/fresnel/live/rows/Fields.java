package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.column.Lenses;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.FieldIndex;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A field selector: {@code metadata.name=x,involvedObject.uid!=y,.spec.containers[*].image=nginx}. */
public final class Fields implements Predicate<Row> {
    private static final int MOST = 16;
    private static final List<String> ALWAYS =
            List.of("metadata.name", "metadata.namespace", "metadata.uid", "metadata.ownerReferences.uid");

    private final List<Term> terms;

    private Fields(List<Term> terms) {
        this.terms = terms;
    }

    /** @param extract where the value is when it is not kept with every row */
    private record Term(String path, boolean equal, String value, @Nullable Extract extract) {
        boolean matches(Row row) {
            return same(row) == equal;
        }

        private boolean same(Row row) {
            if (path.equals("metadata.ownerReferences.uid")) {
                return row.ownedBy(value);
            }
            if (extract == null) {
                return row.field(path).equals(value);
            }
            String text = row.text(extract);
            if (text == null || text.indexOf('\0') < 0) {
                return value.equals(text == null ? "" : text);
            }
            return List.of(text.split("\0", -1)).contains(value);
        }
    }

    /**
     * Over declared fields alone.
     *
     * @param kind {@code resource.group}, whose fields may be named
     * @throws Problem INVALID when it cannot be read or names a field that is not kept
     */
    public static Fields parse(String selector, String kind) {
        return parse(selector, kind, null);
    }

    /**
     * @param lenses gives what is not kept with every row; null = nothing else may be named
     * @throws Problem INVALID when it cannot be read
     */
    static Fields parse(String selector, String kind, @Nullable Lenses lenses) {
        List<Term> terms = new ArrayList<>();
        for (String part : selector.isBlank() ? List.<String>of() : Ordering.split(selector)) {
            int at = operator(part);
            if (at <= 0) {
                throw bad(selector, "'" + part + "' is no field=value");
            }
            boolean not = part.charAt(at) == '!';
            String path = part.substring(0, at).strip();
            String value = part.substring(not || part.startsWith("==", at) ? at + 2 : at + 1).strip();
            boolean kept = ALWAYS.contains(path) || FieldIndex.of(kind).contains(path);
            if (!kept && lenses == null) {
                throw bad(selector, "of " + kind + " only " + String.join(", ", known(kind)) + " can be asked, not " + path);
            }
            terms.add(new Term(path, !not, value, kept || lenses == null ? null : lenses.field(path)));
            if (terms.size() > MOST) {
                throw bad(selector, "there are more than " + MOST + " requirements");
            }
        }
        return new Fields(List.copyOf(terms));
    }

    /** Where {@code =}, {@code ==} or {@code !=} begins, those within brackets aside; -1 when there is none. */
    private static int operator(String part) {
        int depth = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0 && (c == '=' || c == '!' && part.startsWith("!=", i))) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> known(String kind) {
        List<String> all = new ArrayList<>(ALWAYS);
        all.addAll(FieldIndex.of(kind));
        return all;
    }

    private static Problem bad(String selector, String why) {
        return new Problem(Problem.Kind.INVALID, "LIVE_FIELD_UNKNOWN", "The field selector cannot be used: " + why + ".",
                Map.of("selector", selector), null);
    }

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** What must have been read out of rows before they are tested. */
    List<Extract> extracts() {
        List<Extract> extracts = new ArrayList<>();
        terms.forEach(term -> {
            if (term.extract != null) {
                extracts.add(term.extract);
            }
        });
        return extracts;
    }

    @Override
    public boolean test(Row row) {
        for (Term term : terms) {
            if (!term.matches(row)) {
                return false;
            }
        }
        return true;
    }
}
