package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.FieldIndex;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A field selector over declared fields: {@code metadata.name=x,involvedObject.uid!=y}. */
public final class Fields implements Predicate<Row> {
    private static final List<String> ALWAYS =
            List.of("metadata.name", "metadata.namespace", "metadata.uid", "metadata.ownerReferences.uid");

    private final List<Term> terms;

    private Fields(List<Term> terms) {
        this.terms = terms;
    }

    private record Term(String path, boolean equal, String value) {}

    /**
     * @param kind {@code resource.group}, whose fields may be named
     * @throws Problem INVALID when it cannot be read or names a field that is not kept
     */
    public static Fields parse(String selector, String kind) {
        List<Term> terms = new ArrayList<>();
        for (String part : selector.isBlank() ? new String[0] : selector.split(",", -1)) {
            int at = part.indexOf('=');
            if (at <= 0) {
                throw bad(selector, "'" + part + "' is no field=value");
            }
            boolean not = part.charAt(at - 1) == '!';
            String path = part.substring(0, not ? at - 1 : at).strip();
            String value = part.substring(part.startsWith("==", at) ? at + 2 : at + 1).strip();
            if (!ALWAYS.contains(path) && !FieldIndex.of(kind).contains(path)) {
                throw bad(selector, "of " + kind + " only " + String.join(", ", known(kind)) + " can be asked, not " + path);
            }
            terms.add(new Term(path, !not, value));
        }
        return new Fields(List.copyOf(terms));
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

    @Override
    public boolean test(Row row) {
        for (Term term : terms) {
            boolean same = term.path.equals("metadata.ownerReferences.uid")
                    ? row.ownedBy(term.value)
                    : row.field(term.path).equals(term.value);
            if (same != term.equal) {
                return false;
            }
        }
        return true;
    }
}
