package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.column.Extracts;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Fuzzy;
import dev.fresnel.live.column.Lenses;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.testing.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderingTest {
    private static Ordering ordering(String sort) {
        return Ordering.parse(sort, new Lenses("things.example.com", new Extracts().lease()), Fuzzy.parse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0 1 2 10 100", "0/3 1/3 1/2 1/1", "100m 1 1500m 2k", "1Ki 1k8 2Mi 1Gi", "0 2 (5m ago) 3 (1h ago) 11 (2s ago)", "9% 10% 82%", "a b c",
        "1 2 a b <none>", "-1 0 1", "1.5 1.30.2 <none>"
    })
    void cellsAreOrderedByWhatTheyMean(String ascending) {
        List<String> cells = ascending.contains("ago") ? List.of("0", "2 (5m ago)", "3 (1h ago)", "11 (2s ago)")
                : ascending.contains("1k8") ? List.of("1Ki", "2Mi", "1Gi") : Arrays.asList(ascending.split(" "));
        List<Row> rows = new ArrayList<>(IntStream.range(0, cells.size()).mapToObj(i -> Rows.of("ns", "p" + (cells.size() - i), cells.get(i))).toList());
        for (int round = 0; round < 10; round++) {
            Collections.shuffle(rows, new Random(round));
            assertThat(Arrays.stream(ordering("c0").sort(rows, false, Sight.NONE)).map(row -> row.still(1))).containsExactlyElementsOf(cells);
        }
        List<String> descending = new ArrayList<>(cells);
        descending.remove("<none>");
        Collections.reverse(descending);
        assertThat(Arrays.stream(ordering("-c0").sort(rows, false, Sight.NONE)).map(row -> row.still(1)).limit(descending.size()))
                .as("what is absent stays last").containsExactlyElementsOf(descending);
    }

    @Test
    void theFirstRowsAreTheSameWithAndWithoutSortingAll() {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            rows.add(Rows.of("ns" + random.nextInt(5), "p" + i, Integer.toString(random.nextInt(20)), random.nextInt(3) + "/3"));
        }
        for (String sort : List.of("c0", "-c0,c1", "name", "-namespace,c1", "c9")) {
            Ordering ordering = ordering(sort);
            assertThat(ordering.first(rows, 60, Sight.NONE)).containsExactlyElementsOf(Arrays.asList(ordering.sort(rows, false, Sight.NONE)).subList(0, 60));
        }
    }

    @Test
    void whatNamesNoColumnIsRefused() {
        assertThatThrownBy(() -> ordering("name;drop")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> ordering("a,b,c,d,e,f,g")).isInstanceOf(Problem.class);
    }
}
