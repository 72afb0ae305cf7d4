package dev.fresnel.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The oracle itself: what it must not let pass. */
class ComparisonTest {
    private static final Subject ANN = new Subject("ann", "ann", "token");
    private static final Answer.Row WEB = new Answer.Row("shop", "web", List.of("web", "1"));
    private static final Answer.Row OLD = new Answer.Row("shop", "web", List.of("web", "0"));
    private static final Answer.Row HIDDEN = new Answer.Row("bank", "db", List.of("db", "1"));

    private static Map<String, Answer> shows(Map<String, Answer.Row> rows) {
        return Map.of("", new Answer(200, rows));
    }

    private static Ear.Moment page(Map<String, Answer.Row> rows, int total) {
        return new Ear.Moment("", true, rows, total, MissingNode.getInstance());
    }

    private static Comparison compare(Map<String, Answer> before, Ear.Moment page, Map<String, Answer> after) {
        return Comparison.of(before, page, after);
    }

    @Test
    void whatLiesBetweenTheTwoAnswersIsEqual() {
        var before = shows(Map.of("1", OLD, "2", HIDDEN));
        var after = shows(Map.of("1", WEB));
        assertThat(compare(before, page(Map.of("1", OLD), 1), after).equal()).isTrue();
        assertThat(compare(before, page(Map.of("1", WEB, "2", HIDDEN), 2), after).equal()).isTrue();
    }

    @Test
    void tooManyTooFewOtherCellsAndCountsAreFound() {
        var api = shows(Map.of("1", WEB));
        assertThat(compare(api, page(Map.of("1", WEB, "2", HIDDEN), 2), api).tooMany()).containsExactly(HIDDEN);
        assertThat(compare(api, page(Map.of(), 0), api).missing()).containsExactly(WEB);
        assertThat(compare(api, page(Map.of("1", OLD), 1), api).equal()).isFalse();
        assertThat(compare(api, page(Map.of("1", WEB), 7), api).other()).singleElement().asString().contains("total 7");
    }

    @Test
    void whoMayNotMustBeToldAndShownNothing() {
        Map<String, Answer> denied = Map.of("", new Answer(403, Map.of()));
        assertThat(compare(denied, page(Map.of(), 0), denied).equal()).isFalse();
        assertThat(compare(denied, new Ear.Moment("forbidden", true, Map.of(), 0, MissingNode.getInstance()), denied).equal()).isTrue();
        assertThat(compare(shows(Map.of()), new Ear.Moment("forbidden", true, Map.of(), 0, MissingNode.getInstance()), shows(Map.of())).equal()).isFalse();
    }

    @Test
    void onlyARightOfAMomentAgoIsAnExcuse() {
        Ledger ledger = new Ledger();
        Map<String, Answer> denied = Map.of("", new Answer(403, Map.of()));
        Comparison shown = compare(denied, page(Map.of("2", HIDDEN), 1), denied);
        assertThat(shown.excused(ledger, ANN, Resource.PODS, Set.of(""))).isFalse();
        Ledger.Span span = ledger.grant("ann", "pods", "bank");
        span.end();
        assertThat(shown.excused(ledger, ANN, Resource.PODS, Set.of(""))).isTrue();
        assertThat(shown.excused(ledger, ANN, Resource.SECRETS, Set.of(""))).isFalse();
        assertThat(ledger.lately("ann", "pods", "bank", -1)).isFalse();
        Comparison less = compare(shows(Map.of("1", WEB)), page(Map.of(), 0), shows(Map.of("1", WEB)));
        assertThat(less.excused(ledger, ANN, Resource.PODS, Set.of(""))).as("what is missing has no excuse").isFalse();
    }
}
