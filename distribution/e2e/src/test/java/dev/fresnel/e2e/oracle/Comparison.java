package dev.fresnel.e2e.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a page showed, between two answers of the API server for the same user: it must be one of them, or lie between them.
 *
 * @param tooMany rows that the API server does not show
 * @param missing rows that it does
 * @param other what else differs
 */
record Comparison(List<Answer.Row> tooMany, List<Answer.Row> missing, List<String> other) {

    private static final String OPEN = "still open";

    /** By namespace as asked ({@code ""} = all); rows of several are put together. */
    static Comparison of(Map<String, Answer> before, Ear.Moment page, Map<String, Answer> after) {
        Map<String, Answer.Row> first = rows(before);
        Map<String, Answer.Row> second = rows(after);
        List<Answer.Row> tooMany = new ArrayList<>();
        List<Answer.Row> missing = new ArrayList<>();
        List<String> other = new ArrayList<>();
        page.rows().forEach((uid, row) -> {
            Answer.Row one = first.get(uid);
            Answer.Row two = second.get(uid);
            if (one == null && two == null) {
                tooMany.add(row);
            } else if (!row.equals(one) && !row.equals(two)) {
                other.add(row + " is " + one + " or " + two);
            }
        });
        first.forEach((uid, row) -> {
            if (second.containsKey(uid) && !page.rows().containsKey(uid)) {
                missing.add(row);
            }
        });
        if (page.total() != page.rows().size()) {
            other.add("total " + page.total() + " of " + page.rows().size() + " rows");
        }
        boolean granted = before.values().stream().anyMatch(Answer::granted);
        if (granted && !page.closed().isEmpty()) {
            other.add("closed: " + page.closed());
        } else if (granted && !page.loaded()) {
            other.add("not loaded");
        } else if (!granted && page.closed().isEmpty()) {
            other.add(OPEN);
        }
        return new Comparison(tooMany, missing, other);
    }

    private static Map<String, Answer.Row> rows(Map<String, Answer> answers) {
        Map<String, Answer.Row> all = new HashMap<>();
        answers.values().forEach(answer -> all.putAll(answer.rows()));
        return all;
    }

    boolean equal() {
        return tooMany.isEmpty() && missing.isEmpty() && other.isEmpty();
    }

    /** Whether all that is too much was allowed a moment ago, and nothing else is wrong but that the channel has not ended yet. */
    boolean excused(Ledger ledger, Subject subject, Resource resource, Set<String> asked) {
        if (!missing.isEmpty() || !other.isEmpty() && !other.equals(List.of(OPEN)) || equal()) {
            return false;
        }
        Set<String> namespaces = new TreeSet<>();
        tooMany.forEach(row -> namespaces.add(row.namespace()));
        if (namespaces.isEmpty()) {
            return asked.stream().anyMatch(one -> ledger.lately(subject.word(), resource.word(), one.isEmpty() ? "*" : one, Ears.GRACE));
        }
        return namespaces.stream().allMatch(one -> ledger.lately(subject.word(), resource.word(), one, Ears.GRACE));
    }
}
